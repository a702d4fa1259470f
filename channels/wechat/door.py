"""What a conversation on WeChat can do."""

from channels.gateway.doors import Door

WECHAT = Door(name="wechat", pay=True, timeout_s=30.0)
"""Buttons become numbers and menu messages; payments open in WeChat; nobody waits on the line."""
