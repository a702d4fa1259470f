"""Which matters can be applied for, and how (事项)."""
