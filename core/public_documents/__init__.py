"""Public documents (政务公开): imported from feeds, found by their words."""
