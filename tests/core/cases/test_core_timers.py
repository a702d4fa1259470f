"""What core does by the clock, on a database with a case that waits."""

import datetime as dt
import threading
from dataclasses import replace
from typing import Any

import pytest

from core import timers
from core.approvals.calendar import Calendar
from core.cases import deadlines
from core.cases.models import TryRow
from core.context import Core
from core.timers import Timers
from tests.core.cases.conftest import NOW, House

SOON_DUE = NOW + dt.timedelta(days=4)
"""Three working days before the time limit of a case submitted at NOW."""


def timers_of(house: House, **more: Any) -> Timers:
    return Timers(house.maker, house.parts, now=lambda: house.now, **more)


def due(clock: Timers) -> list[str]:
    """What is done now, of the jobs that these tests are about."""
    return [job for job in clock.do_due() if job in ("remind", "retention")]


def test_each_job_comes_round_in_its_time(house: House) -> None:
    clock = timers_of(house)
    assert due(clock) == ["remind", "retention"]
    assert due(clock) == []
    house.now += dt.timedelta(minutes=59)
    assert due(clock) == []
    house.now += dt.timedelta(minutes=1)
    assert due(clock) == ["remind"]
    house.now = NOW + dt.timedelta(days=1)
    assert due(clock) == ["remind", "retention"]


def test_a_time_limit_that_is_near_is_told_and_committed(house: House) -> None:
    house.submit("s1")
    house.now = SOON_DUE
    timers_of(house).do_due()
    assert [one.kind for one in house.news()] == ["deadline_near"]


def test_what_is_over_is_deleted(house: House) -> None:
    with house.core() as core:
        core.db.add(TryRow(who="a" * 64, at=NOW - dt.timedelta(days=1)))
        core.db.commit()
    timers_of(house).do_due()
    with house.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM case_tries").scalar() == 0


def test_a_failure_is_logged_and_stops_no_other_job_and_no_later_one(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    house.submit("s1")
    house.now = SOON_DUE
    clock = timers_of(house)

    def fail(_core: Core) -> int:
        raise RuntimeError("13800138000")

    with monkeypatch.context() as broken:
        broken.setattr(deadlines, "remind", fail)
        assert due(clock) == ["remind", "retention"]
    (record,) = [one for one in caplog.records if one.message == "timer failed"]
    assert (vars(record)["job"], vars(record)["error"]) == ("remind", "RuntimeError")
    assert "13800138000" not in caplog.text
    house.now += timers.REMIND_EVERY
    assert due(clock) == ["remind"]
    assert [one.kind for one in house.news()] == ["deadline_near"]


def test_the_thread_works_until_it_is_stopped(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked = threading.Event()
    monkeypatch.setattr(deadlines, "remind", lambda _core: worked.set() or 0)
    clock = timers_of(house, look_every_s=0.01)
    clock.start()
    assert worked.wait(10)
    clock.stop()
    worked.clear()
    house.now += timers.REMIND_EVERY
    assert not worked.wait(0.1)


@pytest.mark.parametrize(("days_left", "warned"), [(60, ["2026-12-31"]), (61, [])])
def test_a_calendar_that_runs_out_soon_is_warned_of_at_the_start(
    house: House, days_left: int, warned: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    house.now = dt.datetime(2026, 12, 31, 4, tzinfo=dt.UTC) - dt.timedelta(days=days_left)
    calendar = Calendar(None)
    calendar.known_until = dt.date(2026, 12, 31)
    parts = replace(house.parts, calendar=calendar)
    clock = Timers(house.maker, parts, now=lambda: house.now)
    clock.start()
    clock.stop()
    told = [vars(one)["until"] for one in caplog.records if one.message == "calendar runs out"]
    assert told == warned
