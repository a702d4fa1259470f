"""Simplified Chinese in Hong Kong's characters."""

from functools import cache

from opencc import OpenCC

LOCAL_WORDS = {"簽註": "簽注"}
"""Words that Hong Kong writes otherwise than OpenCC's s2hk table."""


def to_hong_kong(text: str) -> str:
    """OpenCC's s2hk, then the local words."""
    words: str = _converter().convert(text)
    for opencc, local in LOCAL_WORDS.items():
        words = words.replace(opencc, local)
    return words


@cache
def _converter() -> OpenCC:
    return OpenCC("s2hk")
