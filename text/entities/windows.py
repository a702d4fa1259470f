"""The number of a window or counter: 18号窗口, 第五窗, B12柜台, window 5, counter number 12."""

from __future__ import annotations

import re
from typing import Final

from text.digits import parse_number
from text.entities.spans import Found

_NUMBER: Final = r"(?P<{}>[A-Za-z]?-?[0-9]{{1,3}}|[一二三四五六七八九十两]{{1,3}})"
_ENGLISH: Final = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
]  # fmt: skip
_PATTERN: Final = re.compile(
    rf"(?<![0-9一二三四五六七八九十A-Za-z])第? ?{_NUMBER.format('before')} ?号? ?"
    r"(?:办事|服务|综合|人工)?(?:窗口?|柜台|柜位)"
    rf"|(?:窗口?|柜台)(?:号码?)?[是:]? ?{_NUMBER.format('after')}(?:号|(?![0-9]|[个家件点月]))"
    r"|\b(?:window|counter|desk)(?: (?:number|no\.?|#))? ?#?"
    rf"(?P<english>[A-Za-z]?[0-9]{{1,3}}|{'|'.join(_ENGLISH)})\b"
    r"|\b(?:number|no\.?) (?P<first>[0-9]{1,3}) (?:window|counter)\b",
    re.IGNORECASE,
)


def find(text: str) -> list[Found]:
    """Windows, their number in digits with a letter in front (B12)."""
    found = []
    for match in _PATTERN.finditer(text):
        group = next(name for name in ("before", "after", "english", "first") if match[name])
        value = _value(match[group].lower())
        if value:
            found.append(Found("window", value, match.start(group), match.end(group)))
    return found


def _value(said: str) -> str | None:
    if said in _ENGLISH:
        return str(_ENGLISH.index(said) + 1)
    if said[0].isascii():
        return said.replace("-", "").upper()
    number = parse_number(said)
    return None if number is None else str(number)
