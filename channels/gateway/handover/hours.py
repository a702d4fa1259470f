"""When people answer at the desk.

    week:                              # days that are not named are days off
      mon: ["09:00-12:00", "14:00-18:00"]
      tue: ["09:00-12:00", "14:00-18:00"]
    holidays: [2027-01-01]             # days off
    workdays: [2027-02-06]             # worked with Monday's hours (调休)

Clock times of Shenzhen. No file: at all hours.
"""

import datetime as dt
import re
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

SHENZHEN = ZoneInfo("Asia/Shanghai")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_AHEAD = 30
"""Days in which the next opening is looked for."""

_SPAN = re.compile(r"(\d{2}:\d{2})-(\d{2}:\d{2})")
_WEEKDAYS = "一二三四五六日"
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Span = tuple[dt.time, dt.time]


class BrokenHours(ValueError):
    """The operator's file cannot be used; says why."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    week: dict[Day, list[Span]]
    holidays: list[dt.date] = []
    workdays: list[dt.date] = []

    @field_validator("week", mode="before")
    @classmethod
    def _read_spans(cls, week: Any) -> Any:
        if not isinstance(week, dict):
            return week
        return {day: sorted(_span(one) for one in spans or []) for day, spans in week.items()}


class Hours:
    """Says of a moment whether people answer, and when they do next."""

    def __init__(self, file: Path | None) -> None:
        """Raises BrokenHours where the file is not usable."""
        self._file = None if file is None else _read(file)

    def is_open(self, now: dt.datetime) -> bool:
        local = now.astimezone(SHENZHEN)
        spans = self._spans(local.date())
        return self._file is None or any(start <= local.time() < end for start, end in spans)

    def next_opening(self, now: dt.datetime) -> dt.datetime | None:
        """The next moment from which people answer; None when none is known."""
        local = now.astimezone(SHENZHEN)
        for ahead in range(LOOK_AHEAD + 1):
            day = local.date() + dt.timedelta(days=ahead)
            for start, _ in self._spans(day):
                opening = dt.datetime.combine(day, start, SHENZHEN)
                if opening > local:
                    return opening
        return None

    def closed_since(self, now: dt.datetime, grace: dt.timedelta) -> bool:
        """Whether people have not been answering for `grace` already."""
        return not self.is_open(now) and not self.is_open(now - grace)

    def _spans(self, day: dt.date) -> list[Span]:
        file = self._file
        if file is None or day in file.holidays:
            return []
        name: Any = "mon" if day in file.workdays else DAYS[day.weekday()]
        return file.week.get(name, [])


def says(moment: dt.datetime, now: dt.datetime) -> str:
    """A moment in words, seen from now: 今天14:00, 明天9:00, 11月23日（周一）9:00."""
    at, today = moment.astimezone(SHENZHEN), now.astimezone(SHENZHEN).date()
    near = {today: "今天", today + dt.timedelta(days=1): "明天"}
    far = f"{at.month}月{at.day}日（周{_WEEKDAYS[at.weekday()]}）"
    return f"{near.get(at.date(), far)}{at.hour}:{at.minute:02}"


def _span(text: Any) -> Span:
    match = _SPAN.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f"hours are written like 09:00-12:00, not {text}")
    start, end = (dt.time.fromisoformat(part) for part in match.groups())
    if start >= end:
        raise ValueError(f"{text} ends before it begins")
    return start, end


def _read(path: Path) -> _File:
    try:
        data: Any = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        return _File.model_validate(data)
    except (OSError, YAMLError, ValidationError) as error:
        raise BrokenHours(f"{path.name}: {error}") from error
