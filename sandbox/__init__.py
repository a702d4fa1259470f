"""Stand-ins for parties outside, for development and tests only."""
