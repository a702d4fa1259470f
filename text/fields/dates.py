"""Absolute days and months: 2026年11月22日, 2026-11-22, 二〇二六年十一月二十二日, 20261122.

Days of the traditional calendar (农历) and relative ones (去年) are not read.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from text.digits import SPOKEN, parse_number
from text.fields.spelling import Match, bare, view

_NUMERAL: Final = "〇零○一二三四五六七八九十廿卅"
_YEAR: Final = r"(?<![0-9])((?:19|20)[0-9]{2})"
_SAID_YEAR: Final = "((?:一九|二[〇零○])[〇零○一二三四五六七八九]{2}|(?:19|20)[0-9]{2})"
_SMALL: Final = f"([0-9]{{1,2}}|[{_NUMERAL}]{{1,4}})"
_DAY: Final = re.compile(
    f"(?<![0-9]){_SAID_YEAR} ?年 ?{_SMALL} ?月份? ?{_SMALL}(?![0-9{_NUMERAL}]) ?[日号]?"
    rf"|{_YEAR} ?([-/. ]) ?([0-9]{{1,2}}) ?\5 ?([0-9]{{1,2}})(?![0-9])"
    rf"|{_YEAR}([0-9]{{2}})([0-9]{{2}})(?![0-9])"
)
_MONTH: Final = re.compile(
    f"(?<![0-9]){_SAID_YEAR} ?年 ?{_SMALL} ?月份?"
    rf"|{_YEAR} ?[-/. ] ?([0-9]{{1,2}})(?![0-9])"
    rf"|{_YEAR}([0-9]{{2}})(?![0-9])"
)
_TRADITIONAL: Final = re.compile("[农阴旧]历|旧历|初[一二三四五六七八九十]|腊月|正月|闰")
_LABEL: Final = (
    r"(?:[\u4e00-\u9fff]{0,6}(?:日期|生日|时间|月份|年月)|出生|出世|生|毕业|到期|入职|登记|结婚|失业)"
    r"(?:于|在|的|嘅)?"
)
_AFTER: Final = re.compile(
    r"(?:当天|那天|这天|那个月)?(?:出生|出世|生|毕业|到期|入职|登记|结婚|失业|开始|办)?(?:的|嘅)?"
)


def _number(said: str) -> int | None:
    value = parse_number(said.replace("○", "零"))
    return value if isinstance(value, int) else None


def _year(said: str) -> int:
    return int("".join(SPOKEN.get(c, c) for c in said.replace("○", "零")))


def _day_of(match: re.Match[str]) -> str | None:
    year, month, day = next(
        (match[i], match[j], match[k])
        for i, j, k in ((1, 2, 3), (4, 6, 7), (8, 9, 10))
        if match[i] is not None
    )
    try:
        return dt.date(_year(year), _number(month) or 0, _number(day) or 0).isoformat()
    except ValueError:
        return None


def _month_of(match: re.Match[str]) -> str | None:
    year, month = next(
        (match[i], match[j]) for i, j in ((1, 2), (3, 4), (5, 6)) if match[i] is not None
    )
    number = _number(month) or 0
    return f"{_year(year):04d}-{number:02d}" if 1 <= number <= 12 else None


def parse(text: str) -> str | None:
    """A calendar day as ISO 8601, from 1900 to 2099; None for days that do not exist."""
    for part in bare(text, _LABEL):
        match = _DAY.match(part)
        if match and _AFTER.fullmatch(part[match.end() :].strip()):
            return None if _TRADITIONAL.search(text) else _day_of(match)
    return None


def parse_month(text: str) -> str | None:
    """A month as YYYY-MM; that of a whole day where a day is given."""
    day = parse(text)
    if day is not None:
        return day[:7]
    for part in bare(text, _LABEL):
        match = _MONTH.match(part)
        if match and _AFTER.fullmatch(part[match.end() :].strip()):
            return None if _TRADITIONAL.search(text) else _month_of(match)
    return None


def _find(text: str, pattern: re.Pattern[str], month: bool) -> list[Match]:
    if _TRADITIONAL.search(text):
        return []
    seen = view(text)
    found = []
    for match in pattern.finditer(seen.text):
        value = _month_of(match) if month else _day_of(match)
        if value is not None:
            start, end = match.span()
            found.append(seen.match(value, start, start + len(seen.text[start:end].rstrip())))
    return found


def find(text: str) -> list[Match]:
    """Calendar days in a sentence."""
    return _find(text, _DAY, month=False)


def find_month(text: str) -> list[Match]:
    """Months in a sentence, those of whole days too."""
    days = find(text)
    months = [Match(m.value[:7], m.start, m.end) for m in days]
    for match in _find(text, _MONTH, month=True):
        if not any(match.start < day.end and day.start < match.end for day in days):
            months.append(match)
    return sorted(months, key=lambda m: m.start)
