"""What a single character looks like: invisible, or folded to its plainest form."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

# Drawn as nothing although Unicode does not call them format characters.
_BLANKS: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
)
_DASHES: Final = "‐‑‒–—―−⁃﹘﹣－ー"
_DOTS: Final = "·•・‧∙⋅●｡。．"
_CROSSES: Final = "×✕✖╳✗✘⨯хХΧ"

# Traditional (and Japanese) shapes of plate provinces and capital numerals.
_SHAPES: Final = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_DOTS, "."),
    **dict.fromkeys(_CROSSES, "X"),
    **dict(zip("滬遼蘇贛魯粵瓊貴雲陝甯寧鄂贑", "沪辽苏赣鲁粤琼贵云陕宁宁鄂赣", strict=True)),
    **dict(zip("領學學警掛試號", "领学学警挂试号", strict=True)),
    **dict(zip("貳貮弍參叄弎陸兩鉤○◯⚪", "贰贰贰叁叁叁陆两勾〇〇〇", strict=True)),
}


@lru_cache(maxsize=16384)
def is_invisible(char: str) -> bool:
    """True for control, format (zero-width, bidi), surrogate and selector characters.

    White space is visible here, whatever its category.
    """
    if char.isspace():
        return False
    if char in _BLANKS or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return True
    return unicodedata.category(char) in ("Cc", "Cf", "Cs")


def is_mark(char: str) -> bool:
    """True for what is drawn upon the character before it: accents, strokes, keycaps, selectors."""
    return "\ufe00" <= char <= "\ufe0f" or unicodedata.category(char) in ("Mn", "Me")


@lru_cache(maxsize=16384)
def plain(char: str) -> str:
    """The plainest spelling of one character, for detection only.

    Empty for what is invisible or only decorates its neighbour (combining marks, keycaps); one
    or more characters otherwise: ASCII digits for digits of any script or circle, upper-case
    ASCII letters, one space, one dash, one dot.
    """
    if char.isspace():
        return " "
    if is_invisible(char) or is_mark(char):
        return ""
    if char in _SHAPES:
        return _SHAPES[char]
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    folded = "".join(_SHAPES.get(c, c) for c in unicodedata.normalize("NFKC", char))
    return "".join(c.upper() if c.isascii() else c for c in folded if not is_invisible(c))
