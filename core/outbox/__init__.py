"""News that leaves core, at least once (发件箱)."""
