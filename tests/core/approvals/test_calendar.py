"""Working days, and how an operator extends them."""

import datetime as dt
from pathlib import Path

import pytest

from core.approvals.calendar import BrokenCalendar, Calendar


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture
def extended(tmp_path: Path) -> Calendar:
    file = tmp_path / "holidays.yml"
    file.write_text("holidays: [2027-01-01]\nworkdays: [2027-02-06]\nuntil: 2027-12-31\n")
    return Calendar(file)


@pytest.mark.parametrize(
    ("when", "worked"),
    [
        ("2026-11-20", True),
        ("2026-11-21", False),
        ("2026-10-01", False),
        ("2026-10-10", True),  # a Saturday that is worked
    ],
)
def test_holidays_and_worked_weekends_are_known(when: str, worked: bool) -> None:
    assert Calendar(None).is_working_day(day(when)) is worked


def test_beyond_what_is_known_only_weekends_are_off() -> None:
    plain = Calendar(None)
    assert plain.known_until == day("2026-12-31")
    assert plain.is_working_day(day("2027-01-01"))
    assert not plain.is_working_day(day("2027-01-02"))
    assert not plain.is_working_day(day("2027-02-06"))
    assert plain.is_working_day(day("2003-10-01"))


def test_a_file_extends_what_is_known(extended: Calendar) -> None:
    assert extended.known_until == day("2027-12-31")
    assert not extended.is_working_day(day("2027-01-01"))
    assert extended.is_working_day(day("2027-02-06"))
    assert extended.is_working_day(day("2027-01-04"))
    assert not extended.is_working_day(day("2026-10-01"))


def test_working_days_are_added_across_weekend_and_holiday(extended: Calendar) -> None:
    thursday = day("2026-12-31")
    assert extended.add_working_days(thursday, 1) == day("2027-01-04")
    assert Calendar(None).add_working_days(thursday, 1) == day("2027-01-01")
    assert Calendar(None).add_working_days(day("2026-11-20"), 5) == day("2026-11-27")
    assert Calendar(None).add_working_days(day("2026-11-21"), 0) == day("2026-11-21")
    with pytest.raises(ValueError, match="negative"):
        extended.add_working_days(thursday, -1)


def test_it_warns_sixty_days_before_it_runs_out() -> None:
    plain = Calendar(None)
    assert not plain.runs_out_soon(day("2026-10-31"))
    assert plain.runs_out_soon(day("2026-11-01"))
    assert plain.runs_out_soon(day("2027-05-01"))


def test_an_extension_puts_the_warning_off(extended: Calendar) -> None:
    assert not extended.runs_out_soon(day("2026-11-22"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("holidays: [2027-01-01]", "until"),
        ("until: soon", "until"),
        ("until: 2027-12-31\nfeiertage: []", "feiertage"),
        ("holidays: [2027-01-01]\nworkdays: [2027-01-01]\nuntil: 2027-12-31", "both"),
        ("holidays: [2028-01-03]\nuntil: 2027-12-31", "after until"),
        ("a: [", "holidays.yml"),
    ],
)
def test_a_file_that_is_not_sound_is_named(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "holidays.yml"
    file.write_text(text)
    with pytest.raises(BrokenCalendar, match=words) as raised:
        Calendar(file)
    assert "holidays.yml" in str(raised.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenCalendar, match=r"none\.yml"):
        Calendar(tmp_path / "none.yml")
