"""Lines of a card: its text, which is complete, and what the text does not say.

A line is never told twice: the cards of a screen hold most facts in fields and in `text`.
"""

import re
from collections.abc import Iterable

_STEP = re.compile(r"(（[^（）]*）|“[^“”]*”)|([。！？])(?!（演示）)(?=[^\s）”，。！？])")
_BREAKS = re.compile(r"\s+")


def in_lines(text: str) -> str:
    """Each sentence in a line of its own, for a narrow screen; those in brackets and quotes stay
    where they are."""
    return _STEP.sub(lambda found: found[1] or f"{found[2]}\n", text)


def said_in(text: str, words: str) -> bool:
    """Whether the text has these words; a number only where it is no part of another."""
    if words.isascii() and words.isdigit():
        return re.search(rf"(?<!\d){words}(?!\d)", text) is not None
    return _BREAKS.sub("", words).rstrip("。.") in _BREAKS.sub("", text)


def unsaid(text: str, words: Iterable[str | None]) -> list[str]:
    """Those that are not empty and that the text does not say."""
    return [one for one in words if one and not said_in(text, one)]


def stacked(*lines: str | None) -> str:
    """The lines that are not empty, one below the other."""
    return "\n".join(line for line in lines if line)
