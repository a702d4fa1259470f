"""Identity, phone and card numbers inside runs of written or spoken digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from text.digit_runs import SHORTEST, Run, runs
from text.digits import EVERYDAY
from text.projection import Projection
from text.value_checks import PROVINCE_CODES, is_birth_date, is_card, is_id15, is_id18, is_mobile11

_ID_LABEL: Final = re.compile(r"(?:身份证|身份证件|公民身份)(?:编号|号码|号|码)?(?:是|为|[: ,])*$")
_CARD_LABEL: Final = re.compile(
    r"(?:银行卡|储蓄卡|借记卡|信用卡|卡号)(?:编号|号码|号|码)?(?:是|为|[: ,])*$"
)
_ABROAD: Final = re.compile(r"(?:00)?(85[23][2-9][0-9]{7})")


class Hit(NamedTuple):
    """A private value found at `start:end` of a projection."""

    start: int
    end: int
    kind: str
    value: str


# A matcher says where a number that begins at digit i ends, its kind and value.
_Match = tuple[int, str, str]
_Matcher = Callable[[Run, int, bool], "_Match | None"]


def _ids(run: Run, i: int) -> Iterator[tuple[int, str]]:
    if i + 18 <= len(run.value):
        yield i + 18, run.value[i : i + 18]
    if i + 17 == len(run.value) and run.x_end:
        yield i + 17, run.value[i:] + "X"


def _sure_id(run: Run, i: int, loose: bool) -> _Match | None:
    """An identity number that checks, wherever it begins."""
    for j, value in _ids(run, i):
        if is_id18(value) and run.is_one_number(i, j):
            return j, "ID", value
    return None


def _likely_id(run: Run, i: int, loose: bool) -> _Match | None:
    """18 places with a birth date: the whole run, or after a province code."""
    for j, value in _ids(run, i):
        if value.startswith("62") and is_card(value):
            continue  # a UnionPay card
        whole = i == 0 and j == len(run.value)
        known = whole or value[:2] in PROVINCE_CODES
        if known and is_birth_date(value[6:14]) and run.fits(i, j, loose=loose):
            return j, "ID", value
    return None


def _old_id(run: Run, i: int, loose: bool) -> _Match | None:
    value = run.value[i : i + 15]
    if is_id15(value) and run.fits(i, i + 15, loose=loose):
        return i + 15, "ID", value
    return None


def _card(run: Run, i: int, loose: bool) -> _Match | None:
    """The longest card number, rather one that leaves the 一 of 一共, 一张 ... to its word."""
    ends = [i + size for size in (19, 18, 17, 16, 15) if i + size <= len(run.value)]
    for j in sorted(ends, key=run.ends_in_word):
        value = run.value[i:j]
        known = len(value) > 15 or value[:2] in ("34", "37")
        if known and is_card(value) and run.fits(i, j, loose=loose):
            return j, "CARD", value
    return None


def _phone(run: Run, i: int, loose: bool) -> _Match | None:
    """A mainland mobile, with or without 0, 86 or 0086; a Hong Kong or Macao number after +."""
    digits = run.value
    for prefix in ("", "0086", "86", "0"):
        start = i + len(prefix)
        value = digits[start : start + 11]
        if not digits.startswith(prefix, i) or not is_mobile11(value):
            continue
        joined = prefix in ("", "0086") or run.gap[start] in ("", "-", ")")
        words = any(run.view.text[k] in EVERYDAY for k in run.at[i:start])  # 挖洞138...
        if (joined or _plus(run, i)) and not words and run.fits(i, start + 11, loose=loose):
            return start + 11, "PHONE", value
    far = _ABROAD.match(digits, i)
    if (
        far
        and (_plus(run, i) or digits.startswith("00", i))
        and run.fits(i, far.end(), loose=loose)
    ):
        return far.end(), "PHONE", "+" + far[1]
    return None


def _plus(run: Run, i: int) -> bool:
    return run.view.text[max(0, run.at[i] - 1) : run.at[i]] == "+"


def _labelled(run: Run, i: int, loose: bool) -> _Match | None:
    """A misspelt number that the words before it call an identity or card number."""
    end = run.first_comma
    if i > 0 or not 15 <= end <= 19:
        return None
    if _ID_LABEL.search(run.before):
        return end, "ID", run.value[:end] + ("X" if run.x_end and end == len(run.value) else "")
    return (end, "CARD", run.value[:end]) if _CARD_LABEL.search(run.before) else None


_STRICT: Final[tuple[_Matcher, ...]] = (_sure_id, _labelled, _likely_id, _card, _old_id, _phone)
_LOOSE: Final[tuple[_Matcher, ...]] = (_sure_id, _likely_id, _card, _phone, _old_id)


def _scan(run: Run, matchers: tuple[_Matcher, ...], taken: list[bool], loose: bool) -> list[Hit]:
    """Numbers from left to right that touch no digit already taken; the first matcher wins."""
    hits, i = [], 0
    while i + SHORTEST <= len(run.value):
        for match in matchers:
            found = None if taken[i] else match(run, i, loose)
            if found and not any(taken[i : found[0]]) and not run.survives(i, found[0], found[2]):
                j, kind, value = found
                taken[i:j] = [True] * (j - i)
                hits.append(_hit(run, i, j, kind, value))
                i = j - 1
                break
        i += 1
    return hits


def _snug(run: Run) -> list[Hit]:
    """The number that a spoken run is, but for a digit of the words around it (一共, 有一)."""
    size = len(run.value)
    for match in _LOOSE:
        for i in (0, 1):
            found = match(run, i, True)
            if found and found[0] >= size - 1 and not run.survives(i, found[0], found[2]):
                return [_hit(run, i, *found)]
    return []


def _hit(run: Run, i: int, j: int, kind: str, value: str) -> Hit:
    start, end = run.at[i], run.at[j - 1] + 1
    if kind == "ID" and value.endswith("X") and run.x_end:
        end = run.x_end
    if kind == "PHONE" and _plus(run, i):
        start -= 1
        if run.view.text[start - 1 : start] == "(" and ")" in run.view.text[start:end]:
            start -= 1
    return Hit(start, end, kind, value)


def numbers(view: Projection) -> list[Hit]:
    """Identity, phone and card numbers in the digit runs of a projection, in order, disjoint."""
    hits: list[Hit] = []
    for run in runs(view):
        taken = [False] * len(run.value)
        found: list[Hit] = []
        for matcher in _STRICT:
            found += _scan(run, (matcher,), taken, loose=False)
        if not found and any(run.spoken):
            found = _snug(run) or _scan(run, _LOOSE, taken, loose=True)
        hits += sorted(found)
    return hits
