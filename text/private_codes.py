"""Plates, passports, travel permits and Hong Kong identity cards: letters with digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from text.digit_runs import FILLERS
from text.private_numbers import Hit
from text.projection import Projection
from text.value_checks import PROVINCES, is_hkid, is_plate, is_travel_document

_S: Final = rf"[ .\-_/|]{{0,3}}(?:(?:{FILLERS})[ .\-_/|]{{0,3}})?"
_PLATE_HEAD: Final = re.compile(rf"([{PROVINCES}]){_S}([A-HJ-Z])点?(?={_S}[A-HJ-NP-Z0-9])")
_PLATE_CHAR: Final = re.compile(rf"{_S}([A-HJ-NP-Z0-9])")
_PLATE_LAST: Final = re.compile(rf"{_S}([港澳学警挂领试超])")

_TRAVEL: Final = re.compile(r"[EGHMCW][ \-]?[A-HJ-NP-Z0-9](?:[ .\-]?[0-9]){7}(?:[0-9]{2})?")
_HKID: Final = re.compile(
    r"[A-Z]{1,2}[ \-]?[0-9](?:[ .\-]?[0-9]){5}[ \-]?(?:(\() ?[0-9A] ?\)|[0-9A])"
)
_DATE_LIKE: Final = re.compile(r"(?:19|20)[0-9]{2}[ .\-][0-9]{1,2}[ .\-][0-9]{1,2}$")
_NOT_VALUE: Final = re.compile("[^A-Z0-9]")


def _is_alnum(view: Projection, at: int) -> bool:
    """Is there an ASCII letter or digit at this place?"""
    return 0 <= at < len(view.text) and view.text[at].isascii() and view.text[at].isalnum()


def _plate_at(view: Projection, head: re.Match[str]) -> Hit | None:
    """The longest plate that begins with this province and letter."""
    serial, ends = "", [head.end()]
    while len(serial) < 6 and (char := _PLATE_CHAR.match(view.digits, ends[-1])):
        serial += char[1]
        ends.append(char.end())
    for size in (6, 5, 4):
        if len(serial) < size:
            continue
        value, end = head[1] + head[2] + serial[:size], ends[size]
        if size == 4:
            last = _PLATE_LAST.match(view.text, end)
            if not last:
                continue
            value, end = value + last[1], last.end()
        following = view.text[end : end + 1]
        runs_on = _is_alnum(view, end) and (following.isdigit() or size == 6)
        if is_plate(value) and not runs_on:
            return Hit(head.start(), end, "PLATE", value)
    return None


def plates(view: Projection) -> list[Hit]:
    """Civil plates (GA 36-2018), in order, disjoint."""
    hits: list[Hit] = []
    for head in _PLATE_HEAD.finditer(view.digits):
        hit = _plate_at(view, head)
        if hit and (not hits or hits[-1].end <= hit.start):
            hits.append(hit)
    return hits


def _documents(view: Projection) -> Iterator[Hit]:
    for pattern in (_TRAVEL, _HKID):
        for match in pattern.finditer(view.digits):
            if _is_alnum(view, match.start() - 1) or _is_alnum(view, match.end()):
                continue
            value = _NOT_VALUE.sub("", match.group())
            if pattern is _TRAVEL:
                real = is_travel_document(value) and not _DATE_LIKE.search(match.group())
            else:
                # Without brackets nine in a hundred would pass by chance: no gaps then.
                real = match[1] is not None or (is_hkid(value) and value == match.group())
            if real:
                yield Hit(*match.span(), "ID", value)


def documents(view: Projection) -> list[Hit]:
    """Passports, travel permits and Hong Kong identity cards, in order, disjoint."""
    hits: list[Hit] = []
    for hit in sorted(_documents(view)):
        if not hits or hits[-1].end <= hit.start:
            hits.append(hit)
    return hits
