"""A folded view of raw text in which private data is looked for, with the way back to the raw."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from text.digits import SPOKEN, WORD_BEFORE
from text.glyphs import is_mark, plain

# A masked value. The digits are few, so that no private number can hide in a token.
TOKEN: Final = re.compile(r"\[(?:ID|PHONE|CARD|PLATE)_\d{1,6}\]")
# Stands in a projection for a token or a value already found: part of no word and no number.
BREAK: Final = "\x00"


@dataclass(frozen=True)
class Projection:
    """`text` and `digits` have one character for each pair in `raw`.

    text: folded characters (ASCII upper case, one kind of dash, dot and space; no invisible ones).
    digits: `text` with spoken digits as ASCII digits.
    raw: for each character, the half-open span of the raw string it stands for.
    """

    text: str
    digits: str
    raw: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the raw string behind the non-empty `text[start:end]`."""
        return self.raw[start][0], self.raw[end - 1][1]

    def without(self, spans: list[tuple[int, int]]) -> Projection:
        """The same view with each of the disjoint, ordered spans closed to one BREAK."""
        text, digits, raw, at = [], [], [], 0
        for start, end in spans:
            text += [self.text[at:start], BREAK]
            digits += [self.digits[at:start], BREAK]
            raw += [*self.raw[at:start], self.span(start, end)]
            at = end
        return Projection(
            "".join([*text, self.text[at:]]),
            "".join([*digits, self.digits[at:]]),
            (*raw, *self.raw[at:]),
        )


_TO_DIGITS: Final = str.maketrans(SPOKEN)


def _digits(text: str) -> str:
    """`text` with spoken digits as ASCII, except where 么, 洞 ... end a word such as 什么."""
    digits = list(text.translate(_TO_DIGITS))
    for word in WORD_BEFORE.finditer(text):
        digits[word.end() - 1] = text[word.end() - 1]
    return "".join(digits)


def _stretch(raw: list[tuple[int, int]], end: int) -> None:
    """Let the last character, with everything it folded to, reach over a mark drawn upon it."""
    last = raw[-1]
    for k in range(len(raw) - 1, -1, -1):
        if raw[k] != last:
            break
        raw[k] = last[0], end


def project(s: str) -> Projection:
    """Fold `s` for detection; tokens already in it become BREAK."""
    chars: list[str] = []
    raw: list[tuple[int, int]] = []
    at = 0
    for token in [*TOKEN.finditer(s), None]:
        for i in range(at, token.start() if token else len(s)):
            folded = plain(s[i])
            chars += folded
            raw += [(i, i + 1)] * len(folded)
            if raw and not folded and is_mark(s[i]):
                _stretch(raw, i + 1)
        if token:
            chars.append(BREAK)
            raw.append(token.span())
            at = token.end()
    text = "".join(chars)
    return Projection(text, _digits(text), tuple(raw))
