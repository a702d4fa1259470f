"""When a citizen wants to come: 下周三上午, 明天下午三点半, 国庆后第一个工作日, 最快的, 听日下昼.

Why no library reads this: docs/notes/time-parsing.md.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final, Literal

from core.appointments.when_days import find_days, without_days
from core.appointments.when_times import Clock, find_clock
from core.approvals.calendar import Calendar
from text.normalise import normalise

WEEKDAYS: Final = "一二三四五六日"
_TOKEN: Final = re.compile(r"\[[A-Z]{2,7}_\d{1,6}\]")
_REPEATS: Final = re.compile(r"(?<=[日号])\(周[一二三四五六日]\)")
"""A weekday in brackets behind its date, as `Range.says` puts it: no other day."""
_CORRECTED: Final = re.compile(r"不对|说错了|应该是|改到|改成|改为|换成|换到|还是")
_FIRST: Final = re.compile(
    r"最快|最早|最近|尽快|尽早|越快越好|越早越好|马上|立刻|(?:早|快)一?[点些](?!点)|赶紧"
    r"|\basap\b|as soon as possible|soonest|earliest|first available"
)
_ANY: Final = re.compile(
    r"随便|随意|都行|都可以|都得|任意|任何|无所谓|不限|哪天都|什么时候都|您定|你定|你安排"
    r"|\banytime\b|\bany (?:day|time)\b|whenever"
)
Exactness = Literal["moment", "part", "days", "open"]


@dataclass(frozen=True)
class Range:
    """What was meant. No days: any day. `first`: the soonest is wanted."""

    days: tuple[dt.date, ...]
    clock: Clock | None
    first: bool
    says: str

    @property
    def exactness(self) -> Exactness:
        """`moment`: one day and a time. `part`: a time or part of a day. `days`: days alone."""
        if self.clock is None:
            return "days" if self.days else "open"
        return "moment" if self.clock.at and len(self.days) == 1 else "part"


def parse(text: str, today: dt.date, calendar: Calendar) -> Range | None:
    """What a text says about when, or None where it says nothing of it, or a day that there is
    not (11月31日). Of a correction (不对，下周二) the last part counts."""
    said = normalise(_TOKEN.sub(" ", text)).replace("星期", "周").replace("礼拜", "周")
    said = _REPEATS.sub("", said)
    parts = [part for part in _CORRECTED.split(said) if part.strip()]
    for part in reversed(parts):
        if (found := _read(part, today, calendar)) is not None:
            return found
    return None


def day_says(day: dt.date) -> str:
    """11月25日（周三）."""
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def _read(said: str, today: dt.date, calendar: Calendar) -> Range | None:
    days, clock = find_days(said, today, calendar), find_clock(without_days(said))
    first = _FIRST.search(said) is not None
    if days is None and (_names_a_day(said) or not (clock or first or _ANY.search(said))):
        return None
    return Range(days or (), clock, first, _says(days or (), clock, first))


def _names_a_day(said: str) -> bool:
    """Whether a date was said: then no days found means that there is no such day."""
    return re.search(r"\d ?月 ?\d|月[一二三四五六七八九十]+[号日]", said) is not None


def _says(days: tuple[dt.date, ...], clock: Clock | None, first: bool) -> str:
    hour = clock.says if clock else ""
    if not days:
        return f"最早的{hour or '时间'}" if first else hour or "哪天都行"
    if len(days) == 1:
        return day_says(days[0]) + hour
    if (days[-1] - days[0]).days == len(days) - 1:
        return f"{day_says(days[0])}到{day_says(days[-1])}{'的' + hour if hour else ''}"
    named = "、".join(day_says(day) for day in days[:4]) + ("等" if len(days) > 4 else "")
    return f"{named}{'的' + hour if hour else ''}"
