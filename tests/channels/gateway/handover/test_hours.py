"""When people answer at the desk."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.gateway.handover.hours import BrokenHours, Hours, says

FILE = """
week:
  mon: ["09:00-12:00", "14:00-18:00"]
  tue: ["14:00-18:00", "09:00-12:00"]
  fri: ["09:00-12:00"]
holidays: [2026-11-24]
workdays: [2026-11-28]
"""
MONDAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def hours(tmp_path_factory: pytest.TempPathFactory) -> Hours:
    file = tmp_path_factory.mktemp("hours") / "hours.yml"
    file.write_text(FILE, encoding="utf-8")
    return Hours(file)


def at(day: int, clock: str) -> dt.datetime:
    """A moment of November 2026 in Shenzhen, as UTC."""
    return dt.datetime.fromisoformat(f"2026-11-{day}T{clock}:00+08:00").astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("day", "clock", "is_open"),
    [
        (23, "08:59", False),
        (23, "09:00", True),
        (23, "12:00", False),
        (23, "17:59", True),
        (23, "18:00", False),
        (24, "10:00", False),  # a holiday
        (25, "10:00", False),  # not in the week
        (28, "15:00", True),  # a Saturday that is worked
        (29, "10:00", False),
    ],
)
def test_open_and_closed(hours: Hours, day: int, clock: str, is_open: bool) -> None:
    assert hours.is_open(at(day, clock)) is is_open


@pytest.mark.parametrize(
    ("now", "opening", "words"),
    [
        (at(23, "08:00"), at(23, "09:00"), "今天9:00"),
        (at(23, "12:30"), at(23, "14:00"), "今天14:00"),
        (at(23, "19:00"), at(27, "09:00"), "11月27日（周五）9:00"),
        (at(27, "13:00"), at(28, "09:00"), "明天9:00"),
    ],
)
def test_the_next_opening(hours: Hours, now: dt.datetime, opening: dt.datetime, words: str) -> None:
    assert hours.next_opening(now) == opening
    assert says(opening, now) == words


@given(minutes=st.integers(0, 60 * 24 * 21))
def test_people_answer_at_the_next_opening_and_not_before(hours: Hours, minutes: int) -> None:
    now = at(16, "00:00") + dt.timedelta(minutes=minutes)
    opening = hours.next_opening(now)
    assert opening is not None and opening > now and hours.is_open(opening)
    if not hours.is_open(now):
        middle = now + (opening - now) / 2
        assert not hours.is_open(middle)


def test_closed_since_waits_for_its_grace(hours: Hours) -> None:
    half_an_hour = dt.timedelta(minutes=30)
    assert not hours.closed_since(at(23, "17:50"), half_an_hour)
    assert not hours.closed_since(at(23, "18:20"), half_an_hour)
    assert hours.closed_since(at(23, "18:30"), half_an_hour)


def test_without_a_file_people_answer_at_all_hours() -> None:
    assert Hours(None).is_open(at(29, "03:00"))
    assert Hours(None).next_opening(at(29, "03:00")) is None


def test_a_week_of_nothing_has_no_next_opening(tmp_path: Path) -> None:
    (tmp_path / "h.yml").write_text("week: {}", encoding="utf-8")
    assert Hours(tmp_path / "h.yml").next_opening(at(23, "08:00")) is None


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "week: [mon]",
        "week: {someday: []}",
        'week: {mon: ["9-12"]}',
        'week: {mon: ["12:00-09:00"]}',
        'week: {mon: ["25:00-26:00"]}',
        "week: {}\nholidays: [soon]",
        "week: {mon: [900]}",
        "{",
    ],
)
def test_hours_that_cannot_be_read_stop_the_start(tmp_path: Path, broken: str) -> None:
    (tmp_path / "h.yml").write_text(broken, encoding="utf-8")
    with pytest.raises(BrokenHours, match=r"h\.yml"):
        Hours(tmp_path / "h.yml")


def test_a_missing_file_is_broken_hours(tmp_path: Path) -> None:
    with pytest.raises(BrokenHours, match=r"none\.yml"):
        Hours(tmp_path / "none.yml")
