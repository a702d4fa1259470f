"""The one door behind all channels: whose conversation, is it safe, mask, ask, keep."""
