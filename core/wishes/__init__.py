"""Wishes to talk to a person (转人工意愿)."""
