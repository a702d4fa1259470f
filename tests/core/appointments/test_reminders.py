"""Reminders and no-shows by the clock, each told once."""

import datetime as dt

import pytest

from core.appointments import service
from core.contract import BookingStep
from core.timers import Timers
from tests.core.appointments.conftest import THU_9, WED_9, House


def near(house: House) -> list[str]:
    return [one.says for one in house.news() if one.kind == "booking_near"]


def test_the_evening_before_and_an_hour_before_once_each(house: House) -> None:
    house.book()
    counts = []
    for day, hour, minute in (
        (24, 17, 59), (24, 18, 0), (24, 18, 1), (25, 7, 59), (25, 8, 0), (25, 8, 1), (25, 8, 59),
    ):  # fmt: skip
        house.at(day, hour, minute)
        counts.append(house.call(service.remind))
    assert counts == [0, 1, 0, 0, 1, 0, 0]
    told = near(house)
    assert len(told) == 2
    assert told[0].startswith("提醒您：明天有预约") and told[1].startswith("提醒您：一小时后")
    assert "结婚登记" in told[0] and "示例大厅" in told[0]


def test_who_books_late_is_not_told_what_they_know(house: House) -> None:
    house.at(25, 8, 30)
    house.book()
    house.call(service.remind)
    assert near(house) == []


def test_after_a_move_the_new_time_is_told(house: House) -> None:
    made = house.book()
    house.at(24, 18)
    house.call(service.remind)
    house.call(service.step, made.booking, BookingStep(session="s1", do="move", slot=THU_9))
    house.at(25, 18)
    assert house.call(service.remind) == 1
    assert "11月26日" in near(house)[-1]


def test_a_clock_that_stood_still_tells_the_hour_only(house: House) -> None:
    house.book()
    house.at(25, 8, 10)
    assert house.call(service.remind) == 1
    assert house.call(service.remind) == 0
    assert len(near(house)) == 1


@pytest.mark.parametrize("end", ["cancel", "check_in"])
def test_what_is_over_is_not_told(house: House, end: str) -> None:
    made = house.book()
    house.at(25, 8, 30)
    house.call(service.step, made.booking, BookingStep.model_validate({"session": "s1", "do": end}))
    assert house.call(service.remind) == 0


def test_nobody_came(house: House) -> None:
    made = house.book()
    house.at(25, 9, 15)
    assert house.call(service.mark_no_shows) == 0
    house.at(25, 9, 16)
    assert house.call(service.mark_no_shows) == 1
    assert house.call(service.mark_no_shows) == 0
    assert house.row(made.booking).state == "no_show"
    (news,) = house.news()
    assert news.kind == "booking_changed" and "没有等到您" in news.says
    assert house.taken(WED_9) == 1


def test_the_timers_do_it_and_commit(house: House) -> None:
    house.book()
    house.at(25, 8)
    clock = Timers(house.maker, house.parts, now=lambda: house.now)
    clock.do_due()
    house.now += dt.timedelta(minutes=76)
    clock.do_due()
    assert [one.kind for one in house.news()] == ["booking_near", "booking_changed"]
