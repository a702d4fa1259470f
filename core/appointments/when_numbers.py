"""Small numbers in what was said about time: 3, 03, 三, 十二, 廿一, 两."""

from typing import Final

from text.digits import parse_number

SMALL: Final = r"(?:\d{1,2}|[零〇一二三四五六七八九十廿卅两]{1,3})"
"""A number up to 99 in a pattern, without a group."""


def small(said: str) -> int:
    """Its value, or -1 where it is no number."""
    value = parse_number(said)
    return value if isinstance(value, int) else -1
