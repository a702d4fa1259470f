"""The days in what a citizen says: 下周三, 12月3号, 后天, 国庆后第一个工作日, next Wednesday.

Several days are joined: 周三或者周五, 下周一到周三.
"""

import calendar as months
import datetime as dt
import re
from collections.abc import Callable
from typing import Final

from core.appointments.when_holidays import NAMES, next_holiday
from core.appointments.when_now import ONE_DAY, Now, run
from core.appointments.when_numbers import SMALL, small
from core.appointments.when_weeks import english_weekday, week, weekday, weekend
from core.approvals.calendar import Calendar

_LONG_AGO: Final = dt.timedelta(days=60)
"""A date without a year lies less than this in the past, or in the year to come."""
_ENGLISH_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_DAY_NAME: Final = r"(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b"
_MONTH_NAME: Final = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_NOT_A_DAY: Final = r"(?![线楼窗门院店口路柜台桌机])"
_NO: Final = re.compile(r"(?:不要|不想|除了|别|不能|不行|没空|not on|except) ?(?:约|在|是)? ?$")
_THROUGH: Final = re.compile(r"^[ ,，]*(?:到|至|-|~|—|–|to|until|through) ?$")


_Reader = Callable[[re.Match[str], Now], list[dt.date]]


def _plus(days: int) -> _Reader:
    return lambda _match, now: [now.today + dt.timedelta(days=days)]


def _in_days(match: re.Match[str], now: Now) -> list[dt.date]:
    number = small(match[1])
    return [now.today + dt.timedelta(days=number)] if number >= 0 else []


def _in_weeks(match: re.Match[str], now: Now) -> list[dt.date]:
    number = small(match[1])
    return [now.today + dt.timedelta(days=7 * number)] if number >= 0 else []


def _month_part(match: re.Match[str], now: Now) -> list[dt.date]:
    year, month = now.today.year, now.today.month + match[1].count("下")
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last = months.monthrange(year, month)[1]
    begin, end = {"初": (1, 5), "中": (11, 20), "底": (last - 4, last)}.get(match[2], (1, last))
    days = run(dt.date(year, month, begin), dt.date(year, month, end))
    return [day for day in days if day >= now.today]


def _date(year: int | None, month: int, day: int, now: Now) -> list[dt.date]:
    try:
        found = dt.date(year or now.today.year, month, day)
        if year is None and found < now.today - _LONG_AGO:
            found = found.replace(year=found.year + 1)
    except ValueError:
        return []
    return [found]


def _full_date(match: re.Match[str], now: Now) -> list[dt.date]:
    return _date(int(match[1]), small(match[2]), small(match[3]), now)


def _month_and_day(match: re.Match[str], now: Now) -> list[dt.date]:
    return _date(None, small(match[1]), small(match[2]), now)


def _english_date(match: re.Match[str], now: Now) -> list[dt.date]:
    month, day = (match[1], match[2]) if match[1] else (match[4], match[3])
    return _date(None, _ENGLISH_MONTHS.index(month) + 1, int(day), now)


def _day_of_month(match: re.Match[str], now: Now) -> list[dt.date]:
    """The next day of that number: in this month, or in the next that has one."""
    first = now.today.replace(day=1)
    for _ in range(3):
        try:
            if (day := first.replace(day=small(match[1]))) >= now.today:
                return [day]
        except ValueError:
            pass
        first = (first + dt.timedelta(days=31)).replace(day=1)
    return []


def _holiday(match: re.Match[str], now: Now) -> list[dt.date]:
    """The days off themselves, or the five working days after or before them."""
    found = next_holiday(match[1], now.today, now.calendar)
    if found is None:
        return []
    if not match[2]:
        return run(*found)
    step = -ONE_DAY if match[2].endswith("前") else ONE_DAY
    day, days = found[0] if step < dt.timedelta(0) else found[1], list[dt.date]()
    while len(days) < 5:
        day += step
        if now.calendar.is_working_day(day):
            days.append(day)
    return sorted(days)


_WEEKS: Final = r"(这个?|本|下{1,2}个?|this |next |coming )?"
_READERS: Final[tuple[tuple[re.Pattern[str], _Reader], ...]] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"({'|'.join(NAMES)})节?(?:假期|长假|放假|假)?(之?以?过?完?后|完|之?以?前)?(?![点月号])",
         _holiday),
        (r"大后[天日]", _plus(3)),
        (r"day after tomorrow", _plus(2)),
        (r"后[天日]", _plus(2)),
        (r"明[天日早晚儿]|tomorrow", _plus(1)),
        (r"今[天日早晚儿]|today|tonight", _plus(0)),
        (r"昨[天日晚]|yesterday", _plus(-1)),
        (rf"({SMALL})天[之以过]?后|\bin (\d{{1,2}}) days?", lambda m, now: _in_days(_one(m), now)),
        (rf"过({SMALL})天", _in_days),
        (rf"({SMALL})个?周[之以过]?后", _in_weeks),
        (rf"{_WEEKS}周([一二三四五六日天1-6])(?![\d年个])", weekday),
        (rf"{_WEEKS}(?:周末|weekend)", weekend),
        (rf"(?<!\w){_WEEKS}{_DAY_NAME}", english_weekday),
        (r"(这个?|本|下{1,2}个?|this |next )(?:周|week)(?![一二三四五六日天末])", week),
        (r"(这个?|本|下个?)月(初|中|底|末)?(?!\d)", _month_part),
        (r"()月(初|中|底)", _month_part),
        (rf"(20\d\d)(?: ?年 ?|[-/.])({SMALL})(?: ?月 ?|[-/.])({SMALL})[日号]?", _full_date),
        (rf"(?<!\d)({SMALL}) ?月份? ?({SMALL})(?!\d) ?[日号]?", _month_and_day),
        (r"(?<![\d/.:-])(1[0-2]|0?[1-9])[/-](3[01]|[12]\d|0?[1-9])(?![\d/:点天人个-])",
         _month_and_day),
        (rf"{_MONTH_NAME} (\d{{1,2}})(?:st|nd|rd|th)?\b|\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?"
         rf"{_MONTH_NAME}", _english_date),
        (rf"(?<![\d第])({SMALL}) ?[号日]{_NOT_A_DAY}", _day_of_month),
    )
)  # fmt: skip


def find_days(text: str, today: dt.date, calendar: Calendar) -> tuple[dt.date, ...] | None:
    """The days that a normalised text names, in order; None where it names none, or one that
    does not exist. 星期 and 礼拜 are written 周."""
    joined: list[dt.date] = []
    end_of_last = 0
    for match, reader in _said(text):
        if _NO.search(text[: match.start()]):
            continue
        days = reader(match, Now(today, calendar, joined[-1] if joined else None))
        if not days:
            return None
        if joined and days[0] > joined[-1] and _THROUGH.match(text[end_of_last : match.start()]):
            days = run(joined[-1], days[-1])[:62]
        joined = sorted({*joined, *days})
        end_of_last = match.end()
    if joined and re.search("第一个(?:工作|上班)日|上班第一天|第一天上班", text):
        joined = [day for day in joined if calendar.is_working_day(day)][:1]
    return tuple(joined) or None


def without_days(text: str) -> str:
    """The text without its days, so that what is left can be read for the hour: 周三三点."""
    left, at = "", 0
    for match, _ in _said(text):
        kept = match[0] if match[0].endswith(("早", "晚", "tonight")) else ""
        left += f"{text[at : match.start()]} {kept}"
        at = match.end()
    return left + text[at:]


def _said(text: str) -> list[tuple[re.Match[str], _Reader]]:
    """What readers may read, from left to right; of what overlaps the first, the longest."""
    found = [(match, reader) for pattern, reader in _READERS for match in pattern.finditer(text)]
    found.sort(key=lambda one: (one[0].start(), -one[0].end()))
    kept: list[tuple[re.Match[str], _Reader]] = []
    for one in found:
        if not kept or one[0].start() >= kept[-1][0].end():
            kept.append(one)
    return kept


def _one(match: re.Match[str]) -> re.Match[str]:
    """The match itself where its first group holds the number, else read anew at the second."""
    return match if match[1] else re.compile(r"(\d{1,2})").search(match[0]) or match
