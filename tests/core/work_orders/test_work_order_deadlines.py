"""Time limits in working days, what is near, and what is supervised."""

import datetime as dt
from typing import Any

import pytest

from core.contract import WorkOrderStep
from core.work_orders import deadlines, service
from tests.core.work_orders.conftest import NOW, Desk

SHENZHEN = dt.timezone(dt.timedelta(hours=8))


def last_day(house: Desk, kind: str, filed: dt.date) -> str:
    house.now = dt.datetime.combine(filed, dt.time(4), dt.UTC)
    seen = house.file(kind=kind, key=f"{kind}-{filed}")
    end = seen.deadline.astimezone(SHENZHEN)
    assert (end.hour, end.minute, end.second) == (23, 59, 59)
    return end.date().isoformat()


@pytest.mark.parametrize(
    ("kind", "filed", "last"),
    [
        ("consult", "2026-11-23", "2026-11-25"),
        ("help", "2026-11-23", "2026-12-07"),
        ("suggestion", "2026-11-23", "2026-12-07"),
        ("complaint", "2026-11-23", "2026-12-14"),
        ("report", "2026-11-23", "2026-12-14"),
        # 2025: 1 to 8 October off; Sunday 28 September and Saturday 11 October are worked.
        ("consult", "2025-09-26", "2025-09-29"),
        ("consult", "2025-09-30", "2025-10-10"),
        ("consult", "2025-10-10", "2025-10-13"),
        ("help", "2025-09-26", "2025-10-16"),
        ("complaint", "2025-09-30", "2025-10-28"),
    ],
)
def test_the_limit_counts_working_days_from_the_next_day(
    house: Desk, kind: str, filed: str, last: str
) -> None:
    assert last_day(house, kind, dt.date.fromisoformat(filed)) == last


def test_the_citizen_is_reminded_once_before_the_limit(house: Desk) -> None:
    number = house.file().number
    assert house.call(deadlines.remind) == 0
    house.now = dt.datetime(2026, 12, 9, 4, tzinfo=dt.UTC)
    assert house.call(deadlines.remind) == 1
    assert house.call(deadlines.remind) == 0
    [news] = house.news()
    assert (news.kind, news.session) == ("work_order_changed", "s1")
    assert number in news.says and "提醒" in news.says


def why(house: Desk) -> dict[str, list[str]]:
    return {one.order.number: one.why for one in house.call(deadlines.supervised)}


def test_an_order_is_supervised_near_and_over_its_limit_until_it_is_answered(house: Desk) -> None:
    number = house.file().number
    assert why(house) == {}
    house.now = dt.datetime(2026, 12, 9, 4, tzinfo=dt.UTC)
    assert why(house) == {number: ["快到期"]}
    house.now = dt.datetime(2026, 12, 15, 4, tzinfo=dt.UTC)
    assert why(house) == {number: ["已超期"]}
    assert "超过" in house.call(service.one, number, "s1").says
    house.answered(number)
    assert why(house) == {}


def step(house: Desk, number: str, **more: Any) -> None:
    asked = WorkOrderStep.model_validate({"session": "s1"} | more)
    house.call(service.step, number, asked)


def test_an_order_is_supervised_when_urged_twice(house: Desk) -> None:
    number = house.file().number
    step(house, number, do="urge")
    assert why(house) == {}
    house.now = NOW + dt.timedelta(days=1)
    step(house, number, do="urge")
    assert why(house) == {number: ["催办 2 次"]}


@pytest.mark.parametrize(("rating", "listed"), [(1, True), (2, True), (3, False), (5, False)])
def test_a_low_rating_is_supervised_until_somebody_followed_up(
    house: Desk, rating: int, listed: bool
) -> None:
    number = house.file().number
    house.answered(number)
    step(house, number, do="rate", rating=rating)
    assert (number in why(house)) == listed
    house.clerk(number, "follow_up", note="已电话回访")
    assert why(house) == {}
