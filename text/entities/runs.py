"""Numbers as they are written or said digit by digit: 0316, 零三一六, 0 3 1 6, oh three one six."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from text.digits import SPOKEN, WORD_AFTER, WORD_BEFORE

_ENGLISH: Final = dict(
    zip(
        ["zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
        "00123456789",
        strict=True,
    )
)
_SAID: Final = "".join(SPOKEN) + "○"
DIGIT: Final = rf"(?:[0-9{_SAID}]|\b(?:double |triple )?(?:{'|'.join(_ENGLISH)})\b)"
_GAP: Final = r"(?:[ \-.]{0,3}(?:短横|横杠|横线|杠|空格)[ \-.]{0,3}|[ \-.]{1,3})?"
_ONE_BY_ONE: Final = rf"{DIGIT}(?:[,、] ?{DIGIT}(?![0-9{_SAID}])){{3,}}"
_LETTERS: Final = (
    r"(?<![A-Za-z0-9])(?:[A-Za-z]{1,4}[\-#]?|(?:[A-Za-z][ \-.、]){1,3}[A-Za-z][ \-.、]?"
    r"|(?:LH|lh|Lh|SZ|sz|GD|AJ|BJ)[ \-])"
)
RUN: Final = re.compile(
    rf"(?P<letters>{_LETTERS})?(?<![0-9])(?P<digits>{_ONE_BY_ONE}|{DIGIT}(?:{_GAP}{DIGIT})*)"
    r"(?P<tail>(?<=[0-9])[ \-]?(?=[A-Za-z0-9]*[0-9])[A-Za-z][A-Za-z0-9]*|(?<=[0-9])[A-Za-z]{1,4}"
    r"(?![A-Za-z]))?",
    re.IGNORECASE,
)
_PIECE: Final = re.compile(DIGIT, re.IGNORECASE)
_CLOCK_OR_DATE: Final = re.compile(r" ?[月点时年:/日]|号(?!码)")


class Run(NamedTuple):
    """A number at `start:end` of the folded text. `digits`: those only; `value`: with letters."""

    value: str
    digits: str
    start: int
    end: int


def _digits(piece: str) -> str:
    *times, word = piece.lower().split()
    digit = _ENGLISH.get(word) or SPOKEN.get(word) or ("0" if word == "○" else word)
    return digit * {"double": 2, "triple": 3}.get(times[0] if times else "", 1)


def _pieces(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The digits of a run, without edges that belong to words (一共) or to a time (0316 2点)."""
    pieces = list(_PIECE.finditer(text, start, end))
    if len(pieces) > 1 and start and WORD_BEFORE.fullmatch(text, start - 1, start + 1):
        pieces = pieces[1:]
    if len(pieces) > 1 and WORD_AFTER.match(text, pieces[-1].start()):
        pieces = pieces[:-1]
    if pieces and _CLOCK_OR_DATE.match(text, pieces[-1].end()):
        while len(pieces) > 1 and pieces[-2].end() == pieces[-1].start():
            pieces = pieces[:-1]
        pieces = pieces[:-1]
    return pieces


def read(text: str, match: re.Match[str]) -> Run | None:
    """The number of a match of `RUN`; None where nothing but words and times is left."""
    pieces = _pieces(text, *match.span("digits"))
    if not pieces:
        return None
    digits = "".join(_digits(piece.group()) for piece in pieces)
    whole = pieces[-1].end() == match.end("digits")
    letters = "".join(filter(str.isalpha, match["letters"] or ""))
    tail = (match["tail"] or "") if whole else ""
    start = match.start() if letters else pieces[0].start()
    tail_value = "".join(filter(str.isalnum, tail))
    end = match.end("tail") if tail else pieces[-1].end()
    return Run(f"{letters}{digits}{tail_value}".upper(), digits, start, end)


def run_at(text: str, at: int) -> Run | None:
    """The number that begins exactly at `at`."""
    match = RUN.match(text, at)
    return read(text, match) if match else None


def runs(text: str) -> list[Run]:
    """Every number of a text, in order."""
    read_ones = (read(text, match) for match in RUN.finditer(text))
    return [run for run in read_ones if run]


def four_digits(text: str, at: int) -> tuple[str, int] | None:
    """Four digits from `at` on that no further digit follows at once, and where they end."""
    digits, end = "", at
    for _ in range(4):
        piece = re.compile(rf"[ \-,、]{{0,2}}({DIGIT})", re.IGNORECASE).match(text, end)
        if not piece:
            return None
        digits, end = digits + _digits(piece[1]), piece.end()
        if len(digits) >= 4:
            break
    more = text[end : end + 1]
    return (digits, end) if len(digits) == 4 and not (more.isascii() and more.isdigit()) else None
