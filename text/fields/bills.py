"""Numbers on bills and receipts: payment notices, collecting units, bookings, tails of mobiles."""

from __future__ import annotations

import re
from typing import Final

from text.fields.spelling import Match
from text.normalise import normalise
from text.projection import project

_RUN: Final = re.compile(r"(?<![0-9A-Z])[0-9](?:[ \-]{0,2}[0-9])*X?(?![0-9A-Z年月日元块])")
_GROUP: Final = re.compile(r"[0-9]+X?")
_STANDS_ALONE: Final = 10
"""Digits from which a group is a number of its own: what a space parts it from is another."""
_BOOKING: Final = re.compile(r"(?<![0-9a-z])b[ \-]*(\d{8})[ \-]*([0-9a-z]{6})(?![0-9a-z])")
_WORDS_BESIDE: Final = 24
"""Characters beside numbers up to which a text is still an answer with its number."""
_NOTICE: Final = re.compile(r"[0-9]{10,20}")
_UNIT: Final = re.compile(r"[0-9]{4,9}")
_TAIL: Final = re.compile(r"[0-9]{3}[0-9X]")


def _numbers(pattern: re.Pattern[str], text: str) -> list[Match]:
    """The numbers that `pattern` is, spaced or spoken, with their places."""
    seen = project(text)
    found = []
    for run in _RUN.finditer(seen.digits):
        spans = [group.span() for group in _GROUP.finditer(seen.digits, *run.span())]
        if all(end - start < _STANDS_ALONE for start, end in spans):
            spans = [run.span()]
        for start, end in spans:
            value = re.sub("[ -]", "", seen.digits[start:end])
            if pattern.fullmatch(value):
                found.append(Match(value, *seen.span(start, end)))
    return found


def _only(pattern: re.Pattern[str], text: str) -> str | None:
    """The one number in an answer of few other words."""
    found = _numbers(pattern, text)
    if len({one.value for one in found}) != 1:
        return None
    beside = re.sub("[0-9 -]", "", project(text).digits)
    return found[0].value if len(beside) <= _WORDS_BESIDE else None


def parse_notice(text: str) -> str | None:
    """The number of a payment notice (缴款通知书编码): 10 to 20 digits, spaced or spoken."""
    return _only(_NOTICE, text)


def parse_unit(text: str) -> str | None:
    """The code of a collecting unit (执收单位编码): 4 to 9 digits."""
    return _only(_UNIT, text)


def parse_tail(text: str) -> str | None:
    """The last four characters of a mobile or identity number; X in capitals."""
    return _only(_TAIL, text)


def parse_booking(text: str) -> str | None:
    """The number of a booking, as core gives it out: B20261125ABC123."""
    found = _BOOKING.search(normalise(text))
    return f"B{found[1]}{found[2].upper()}" if found else None


def find_notice(text: str) -> list[Match]:
    """Numbers of payment notices in a sentence."""
    return _numbers(_NOTICE, text)


def find_unit(text: str) -> list[Match]:
    """Codes of collecting units in a sentence."""
    return _numbers(_UNIT, text)
