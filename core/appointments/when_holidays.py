"""The days off of a public holiday (法定节假日), by the name that citizens use.

Which days are off is fixed each autumn for the next year (国务院办公厅关于部分节假日安排的通知).
The package chinesecalendar knows the years that were announced; for a holiday of a fixed day the
operator's calendar is asked as well. What is not announced is None.
"""

import datetime as dt
from typing import Final

import chinese_calendar  # type: ignore[import-untyped]

from core.approvals.calendar import Calendar

NAMES: Final[dict[str, str]] = {
    "元旦": "New Year's Day",
    "新年": "New Year's Day",
    "春节": "Spring Festival",
    "过年": "Spring Festival",
    "清明": "Tomb-sweeping Day",
    "五一": "Labour Day",
    "劳动节": "Labour Day",
    "端午": "Dragon Boat Festival",
    "中秋": "Mid-autumn Festival",
    "国庆": "National Day",
    "十一": "National Day",
}
_FIXED: Final = {"New Year's Day": (1, 1), "Labour Day": (5, 1), "National Day": (10, 1)}
"""Month and day that the law itself names (全国年节及纪念日放假办法 第二条)."""
_ONE_DAY_LONG: Final = frozenset({"New Year's Day"})
"""By the same article; with the weekend beside it, its days are known before the announcement."""
_ONE_DAY: Final = dt.timedelta(days=1)


def next_holiday(name: str, today: dt.date, calendar: Calendar) -> tuple[dt.date, dt.date] | None:
    """The first and the last day off of the holiday that is on now or comes next."""
    called = NAMES[name]
    known = chinese_calendar.constants.holidays
    days = sorted(day for day, title in known.items() if title == called)
    for start, end in _blocks(days):
        if end >= today:
            return start, end
    if called not in _FIXED:
        return None
    start = dt.date(today.year, *_FIXED[called])
    if start < today:
        start = start.replace(year=start.year + 1)
    if calendar.known_until < start and called not in _ONE_DAY_LONG:
        return None
    end = start
    while not calendar.is_working_day(end + _ONE_DAY):
        end += _ONE_DAY
    return start, end


def _blocks(days: list[dt.date]) -> list[tuple[dt.date, dt.date]]:
    """Runs of days that follow each other, as first and last."""
    blocks: list[tuple[dt.date, dt.date]] = []
    for day in days:
        if blocks and day - blocks[-1][1] <= _ONE_DAY:
            blocks[-1] = blocks[-1][0], day
        else:
            blocks.append((day, day))
    return blocks
