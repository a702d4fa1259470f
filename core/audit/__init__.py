"""What was done and looked up (审计): an append-only hash chain."""
