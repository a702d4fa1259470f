"""What somebody may be entitled to (政策匹配): an indication from registers, never a decision."""
