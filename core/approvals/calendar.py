"""Working days (工作日).

Which days are off is fixed each autumn for the next year (国务院办公厅关于部分节假日安排的通知),
so no calendar reaches far. What the package chinesecalendar knows can be extended by a file:

    holidays: [2027-01-01]     # days off from Monday to Friday
    workdays: [2027-02-06]     # Saturdays and Sundays that are worked (调休)
    until: 2027-12-31          # the file covers every day up to here

Beyond `known_until` only Saturdays and Sundays are days off.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import chinese_calendar  # type: ignore[import-untyped]
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

WARN_DAYS = 60
SATURDAY = 5
_YEARS = {day.year for day in chinese_calendar.constants.holidays}


class BrokenCalendar(ValueError):
    """The operator's file cannot be used; says why."""


class _Extension(BaseModel):
    model_config = ConfigDict(extra="forbid")

    holidays: list[dt.date] = []
    workdays: list[dt.date] = []
    until: dt.date

    @model_validator(mode="after")
    def _sound(self) -> "_Extension":
        if both := set(self.holidays) & set(self.workdays):
            raise ValueError(f"{min(both)} is both a holiday and a working day")
        if late := [day for day in [*self.holidays, *self.workdays] if day > self.until]:
            raise ValueError(f"{min(late)} is after until")
        return self


class Calendar:
    """Says of a day whether it is worked. Raises BrokenCalendar where the file is not usable."""

    def __init__(self, extension: Path | None) -> None:
        self.known_until = dt.date(max(_YEARS), 12, 31)
        self._worked: dict[dt.date, bool] = {}
        if extension is not None:
            more = _read(extension)
            self._worked = dict.fromkeys(more.holidays, False) | dict.fromkeys(more.workdays, True)
            self.known_until = max(self.known_until, more.until)

    def is_working_day(self, day: dt.date) -> bool:
        if day in self._worked:
            return self._worked[day]
        if day.year in _YEARS:
            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < SATURDAY

    def add_working_days(self, day: dt.date, n: int) -> dt.date:
        """The n-th working day after a day, which itself does not count (民法典 第二百零一条,
        行政许可法 第八十二条). n = 0 is the day itself."""
        if n < 0:
            raise ValueError("n is negative")
        while n:
            day += dt.timedelta(days=1)
            n -= self.is_working_day(day)
        return day

    def runs_out_soon(self, today: dt.date) -> bool:
        """Whether at most WARN_DAYS days are left of what is known."""
        return self.known_until - today <= dt.timedelta(days=WARN_DAYS)


def _read(path: Path) -> _Extension:
    try:
        data: Any = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        return _Extension.model_validate(data)
    except (OSError, YAMLError, ValidationError) as error:
        raise BrokenCalendar(f"{path.name}: {error}") from error
