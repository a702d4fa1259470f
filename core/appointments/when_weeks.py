"""Weekdays and weeks in what was said: 下周三, 周末, this Friday.

A week begins on Monday, so 下周三 is the Wednesday of the week after this one, also where "next
Wednesday" is meant; every answer reads the date back.
"""

import datetime as dt
import re
from typing import Final

from core.appointments.when_now import ONE_DAY, Now, run

ENGLISH_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def weekday(match: re.Match[str], now: Now) -> list[dt.date]:
    """周三, 下周三; 周日, 周天 and 周7 are one."""
    day = "一二三四五六日天123456".index(match[2])
    number = (*range(7), 6, *range(6))[day]
    return [_that_weekday(_weeks_ahead(match[1]), number, now)]


def english_weekday(match: re.Match[str], now: Now) -> list[dt.date]:
    """next wednesday."""
    return [_that_weekday(_weeks_ahead(match[1]), ENGLISH_DAYS.index(match[2]), now)]


def week(match: re.Match[str], now: Now) -> list[dt.date]:
    """What is left of a week."""
    monday = now.monday + dt.timedelta(days=7 * (_weeks_ahead(match[1]) or 0))
    return run(max(monday, now.today), monday + dt.timedelta(days=6))


def weekend(match: re.Match[str], now: Now) -> list[dt.date]:
    """Saturday and Sunday."""
    saturday = now.monday + dt.timedelta(days=7 * (_weeks_ahead(match[1]) or 0) + 5)
    return [saturday, saturday + ONE_DAY]


def _weeks_ahead(said: str | None) -> int | None:
    """How many weeks after this one; None where no week was named."""
    if not said:
        return None
    return said.count("下") + said.count("next")


def _that_weekday(weeks: int | None, number: int, now: Now) -> dt.date:
    if weeks is not None:
        return now.monday + dt.timedelta(days=7 * weeks + number)
    since = now.after + ONE_DAY if now.after else now.today
    return since + dt.timedelta(days=(number - since.weekday()) % 7)
