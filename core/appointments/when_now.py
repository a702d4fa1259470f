"""What every reader of days is given, and runs of days."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from core.approvals.calendar import Calendar

ONE_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class Now:
    """`after`: the last day of what was said just before, for 周五 in 下周三或周五."""

    today: dt.date
    calendar: Calendar
    after: dt.date | None = None

    @property
    def monday(self) -> dt.date:
        return self.today - dt.timedelta(days=self.today.weekday())


def run(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every day from one to the other."""
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
