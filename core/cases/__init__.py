"""Applications handed in (办件)."""
