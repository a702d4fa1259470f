"""The slots that a schedule has: when each begins and ends, and how it is called."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from core.appointments.schedule import Hours, Line, Schedule
from core.appointments.when import day_says
from core.context import SHENZHEN, Core


@dataclass(frozen=True)
class Time:
    """One slot of a line (排队的时段). `slot` names it on the wire and in the database."""

    line: Line
    starts_at: dt.datetime
    ends_at: dt.datetime

    @property
    def slot(self) -> str:
        return f"{self.line.id}.{self.starts_at.astimezone(SHENZHEN):%Y%m%dT%H%M}"

    @property
    def day(self) -> dt.date:
        return self.starts_at.astimezone(SHENZHEN).date()


def says(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """11月25日（周三）09:00–09:30."""
    start, end = starts_at.astimezone(SHENZHEN), ends_at.astimezone(SHENZHEN)
    return f"{day_says(start.date())}{start:%H:%M}–{end:%H:%M}"


def last_day(core: Core) -> dt.date:
    """The last day that can be booked now."""
    return core.today + dt.timedelta(days=core.parts.schedule.get().days_ahead)


def is_open(core: Core, day: dt.date) -> bool:
    """Whether the day has appointments: a working day that the schedule does not close."""
    return core.parts.calendar.is_working_day(day) and day not in core.parts.schedule.get().closed


def hours_of(core: Core, line: Line, day: dt.date) -> list[Hours]:
    """When a line is open on a day."""
    return core.parts.schedule.get().hours[line.hours] if is_open(core, day) else []


def times_of(core: Core, line: Line, day: dt.date) -> list[Time]:
    """All slots of a line on a day, those that are over too. A rest shorter than a slot is none."""
    length = dt.timedelta(minutes=core.parts.schedule.get().slot_minutes)
    return [
        Time(line, start, start + length)
        for hours in hours_of(core, line, day)
        for start in _starts(day, hours, length)
    ]


def bookable(core: Core, line: Line) -> list[Time]:
    """Every slot from now on that may be booked as far as the clock goes, in order."""
    days = range(core.parts.schedule.get().days_ahead + 1)
    first = core.now + dt.timedelta(hours=line.notice_hours)
    return [
        time
        for ahead in days
        for time in times_of(core, line, core.today + dt.timedelta(days=ahead))
        if time.starts_at > first
    ]


def find_time(core: Core, slot: str) -> Time | None:
    """The slot of that name, where it may be booked now."""
    schedule: Schedule = core.parts.schedule.get()
    line = schedule.line(slot.partition(".")[0])
    if line is None:
        return None
    return next((one for one in bookable(core, line) if one.slot == slot), None)


def _starts(day: dt.date, hours: Hours, length: dt.timedelta) -> Iterator[dt.datetime]:
    start = dt.datetime.combine(day, hours.start, SHENZHEN)
    end = dt.datetime.combine(day, hours.end, SHENZHEN)
    while start + length <= end:
        yield start.astimezone(dt.UTC)
        start += length
