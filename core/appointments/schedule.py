"""What can be booked, from schedule.yml: halls, queues, hours, capacities, rules (排期).

Checked when it is read, read again when the file changes; a broken file keeps the last good form,
at start it raises. All hours are Shenzhen's.
"""

import datetime as dt
import threading
import time
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from core.contract import ItemId, ServiceKind

LOOK_EVERY_S = 1.0
SCHEDULE_FILE = Path(__file__).parent / "schedule.yml"
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]


class BrokenSchedule(ValueError):
    """The schedule cannot be used; says why."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Hours(_Strict):
    """Open from `start` until `end`."""

    start: dt.time
    end: dt.time

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.start >= self.end:
            raise ValueError(f"{self.start} is not before {self.end}")
        return self


def _hours(value: Any) -> Any:
    """`09:00-12:00` as start and end."""
    if isinstance(value, str):
        start, _, end = value.partition("-")
        return {"start": start.strip(), "end": end.strip()}
    return value


class Hall(_Strict):
    id: Id
    name: str = Field(min_length=1)
    address: str = Field(min_length=1)


class Line(_Strict):
    """What has a capacity a slot: a queue of a hall, or a kind of help (上门办, 帮办, 视频办)."""

    id: Id
    name: str = Field(min_length=1)
    kind: ServiceKind = "window"
    hall: Id | None = None
    place: str | None = None
    hours: str
    capacity: int = Field(ge=0, le=1000)
    notice_hours: int = Field(default=0, ge=0, le=240)


class Queue(Line):
    letter: str = Field(pattern=r"^[A-Z]$")
    default: bool = False
    matters: dict[ItemId, str] = {}


class Rules(_Strict):
    open_bookings: int = Field(ge=1)
    check_in_before_minutes: int = Field(ge=0)
    check_in_after_minutes: int = Field(ge=1)
    missed_times: int = Field(ge=1)
    missed_in_days: int = Field(ge=1)
    closed_for_days: int = Field(ge=1)


class Schedule(_Strict):
    """The whole file."""

    demo: bool
    slot_minutes: int = Field(ge=5, le=240)
    days_ahead: int = Field(ge=0, le=365)
    closed: frozenset[dt.date] = frozenset()
    halls: list[Hall]
    hours: dict[str, list[Annotated[Hours, BeforeValidator(_hours)]]]
    queues: list[Queue] = Field(min_length=1)
    helps: list[Line] = []
    rules: Rules

    @model_validator(mode="after")
    def _sound(self) -> Self:
        lines, halls = self.lines, {one.id for one in self.halls}
        ids: list[tuple[str, list[str]]] = [
            ("line id", [one.id for one in lines]),
            ("letter", [one.letter for one in self.queues]),
            ("matter", [item for one in self.queues for item in one.matters]),
            ("kind of help", [str(one.kind) for one in self.helps]),
        ]
        for what, values in ids:
            if twice := {one for one in values if values.count(one) > 1}:
                raise ValueError(f"{what} {min(twice)} is there twice")
        for line in lines:
            if line.hours not in self.hours:
                raise ValueError(f"{line.id}: no hours {line.hours}")
            if (line.hall is None) == (line.place is None) or line.hall not in {None, *halls}:
                raise ValueError(f"{line.id}: needs a hall that there is, or a place")
        if sum(one.default for one in self.queues) != 1:
            raise ValueError("exactly one queue is the default")
        if any(one.kind != "window" or one.hall is None for one in self.queues):
            raise ValueError("queues are of kind window, in a hall")
        if any(one.kind == "window" for one in self.helps):
            raise ValueError("helps are of another kind than window")
        return self

    @property
    def lines(self) -> list[Line]:
        return [*self.queues, *self.helps]

    def line(self, line_id: str) -> Line | None:
        return next((one for one in self.lines if one.id == line_id), None)

    def queue_for(self, item: str | None) -> Queue:
        """The queue of a matter; the default one where no other takes it."""
        default = next(one for one in self.queues if one.default)
        return next((one for one in self.queues if item in one.matters), default)

    def line_for(self, kind: ServiceKind, item: str | None) -> Line | None:
        """Where a matter is booked in a way; None where that way is not offered."""
        if kind == "window":
            return self.queue_for(item)
        return next((one for one in self.helps if one.kind == kind), None)

    def hall_of(self, line: Line) -> Hall | None:
        return next((one for one in self.halls if one.id == line.hall), None)


class ScheduleFile:
    """The schedule of a file, at most LOOK_EVERY_S seconds old."""

    def __init__(self, path: Path = SCHEDULE_FILE) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stamp = _stamp(path)
        self._schedule = read_schedule(path)
        self._looked = time.monotonic()
        self.problem: str | None = None

    def get(self) -> Schedule:
        """The last good form; `problem` says what is wrong with a newer one."""
        with self._lock:
            if time.monotonic() - self._looked >= LOOK_EVERY_S:
                self._looked = time.monotonic()
                stamp = _stamp(self._path)
                if stamp != self._stamp:
                    self._stamp = stamp
                    self._read()
            return self._schedule

    def _read(self) -> None:
        try:
            self._schedule, self.problem = read_schedule(self._path), None
        except BrokenSchedule as error:
            self.problem = str(error)


def read_schedule(path: Path) -> Schedule:
    """One file. Raises BrokenSchedule."""
    try:
        return Schedule.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    except (OSError, YAMLError, ValidationError) as error:
        raise BrokenSchedule(f"{path.name}: {error}") from error


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
