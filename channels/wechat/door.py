"""What a conversation on WeChat can do."""

from channels.gateway.doors import Door

NAME = "wechat"


def wechat_door(turn_timeout_s: float) -> Door:
    """Buttons become numbers and menu messages; payments open in WeChat; nobody waits on the line,
    so a turn may take its time (seconds)."""
    return Door(name=NAME, pay=True, timeout_s=turn_timeout_s)
