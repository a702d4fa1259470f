"""Ages and terms."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.approvals import dates

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("1956-11-22", "2026-11-21", 69),
        ("1956-11-22", "2026-11-22", 70),
        ("1956-02-29", "2026-02-28", 69),
        ("1956-02-29", "2026-03-01", 70),
        ("1956-02-29", "2028-02-28", 71),
        ("1956-02-29", "2028-02-29", 72),
        ("1956-02-28", "2026-02-28", 70),
        ("2026-11-22", "2026-11-22", 0),
        ("2026-11-23", "2026-11-22", 0),
        ("2027-11-22", "2026-11-22", -1),
    ],
)
def test_a_year_of_age_is_full_on_the_birthday(born: str, on: str, age: int) -> None:
    assert dates.full_years(day(born), day(on)) == age


@pytest.mark.parametrize(
    ("since", "on", "over"),
    [
        ("2024-11-22", "2025-11-22", 0),
        ("2024-11-22", "2025-11-23", 1),
        ("2024-11-22", "2026-11-22", 1),
        ("2024-11-22", "2026-11-23", 2),
        ("2024-02-29", "2025-02-28", 0),
        ("2024-02-29", "2025-03-01", 1),
        ("2024-02-29", "2028-02-29", 3),
        ("2024-02-29", "2028-03-01", 4),
        ("2026-11-22", "2026-11-22", 0),
        ("2027-11-23", "2026-11-22", -1),
    ],
)
def test_the_corresponding_day_is_the_last_of_a_term(since: str, on: str, over: int) -> None:
    assert dates.years_over(day(since), day(on)) == over


@pytest.mark.parametrize(
    ("since", "on", "months"),
    [
        ("2026-01-31", "2026-02-28", 0),
        ("2026-01-31", "2026-03-01", 1),
        ("2026-01-31", "2026-03-31", 2),
        ("2026-10-22", "2026-11-21", 0),
        ("2026-10-22", "2026-11-22", 1),
        ("2027-01-22", "2026-11-22", -2),
    ],
)
def test_whole_months(since: str, on: str, months: int) -> None:
    assert dates.full_months(day(since), day(on)) == months


def test_calendar_years_and_days() -> None:
    assert dates.calendar_years(day("2025-12-31"), day("2026-01-01")) == 1
    assert dates.calendar_years(day("2025-01-01"), day("2025-12-31")) == 0
    assert dates.days(day("2026-12-31"), day("2026-11-22")) == -39


@given(DAYS, DAYS)
def test_a_term_is_over_when_the_age_is_full_the_day_before_or_today(
    since: dt.date, on: dt.date
) -> None:
    if on > since:
        ages = dates.full_years(since, on - dt.timedelta(days=1)), dates.full_years(since, on)
        assert dates.years_over(since, on) in ages


@given(DAYS, DAYS)
def test_months_never_go_back(since: dt.date, on: dt.date) -> None:
    if on > since:
        tomorrow = on + dt.timedelta(days=1)
        assert 0 <= dates.full_months(since, tomorrow) - dates.full_months(since, on) <= 1
