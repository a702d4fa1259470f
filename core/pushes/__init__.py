"""Pushes by consent (推送): who wants them, when they may go out, and how they end."""
