"""Filling an application (草稿)."""
