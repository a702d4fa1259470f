"""Filing: once a key, files held, likeness found, and the steps of the citizen."""

import datetime as dt
from typing import Any

import pytest

from core.contract import WorkOrderStep, WorkOrderView
from core.vault.models import FileRow
from core.work_orders import service
from service.problems import ProblemError
from tests.core.work_orders.conftest import MOBILE, NOISE, NOW, Desk


def step(house: Desk, number: str, session: str = "s1", **more: Any) -> WorkOrderView:
    asked = WorkOrderStep.model_validate({"session": session} | more)
    seen: WorkOrderView = house.call(service.step, number, asked)
    return seen


def refused(house: Desk, number: str, **more: Any) -> int:
    with pytest.raises(ProblemError) as error:
        step(house, number, **more)
    return error.value.status


def test_the_same_key_files_once(house: Desk) -> None:
    first, again = house.file(), house.file()
    assert first == again
    assert len(house.call(service.mine, "s1")) == 1
    with pytest.raises(ProblemError) as error:
        house.file(what="别的事")
    assert error.value.status == 409


def test_the_same_key_of_another_session_is_another_order(house: Desk) -> None:
    assert house.file("s1").number != house.file("s2").number


def test_files_are_held_and_let_go_when_it_is_withdrawn(house: Desk) -> None:
    number = house.file(files=[house.photo("s1")]).number
    with house.core() as core:
        assert [one.expires_at for one in core.db.query(FileRow)] == [None]
    step(house, number, do="withdraw")
    with house.core() as core:
        assert [one.expires_at for one in core.db.query(FileRow)] == [NOW]


def test_a_file_of_another_session_is_not_taken(house: Desk) -> None:
    token = house.photo("s2")
    with pytest.raises(ProblemError) as error:
        house.file("s1", files=[token])
    assert error.value.status == 404
    assert house.call(service.mine, "s1") == []


def test_a_mobile_that_cannot_be_read_is_said(house: Desk) -> None:
    with pytest.raises(ProblemError) as error:
        house.file(mobile="12")
    assert error.value.status == 422


def test_the_first_words_hold_nothing_private(house: Desk) -> None:
    phone = house.token("s1", "PHONE", MOBILE)
    seen = house.file(what=f"打{phone}或{MOBILE}，{NOISE}")
    assert MOBILE not in seen.title and "[PHONE" not in seen.title
    assert len(seen.title) <= 31


@pytest.mark.parametrize(
    ("what", "where", "days", "twin"),
    [
        ("楼下的工地半夜又在打桩，全家睡不着", "聚宝路工地", 1, True),
        ("楼下的工地半夜又在打桩，全家睡不着", "黄贝路地铁口", 1, False),
        ("楼下的工地半夜又在打桩，全家睡不着", None, 1, False),
        ("工地的渣土车中午进出按喇叭", "聚宝路工地", 1, False),
        ("楼下的工地半夜又在打桩，全家睡不着", "聚宝路工地", 15, False),
    ],
)
def test_orders_of_the_same_thing_are_found(
    house: Desk, what: str, where: str | None, days: int, twin: bool
) -> None:
    first = house.file().number
    house.now += dt.timedelta(days=days)
    second = house.file("s2", what=what, where=where, key="k2").number
    assert house.row(second).twin == (first if twin else None)


def test_what_is_closed_is_no_twin(house: Desk) -> None:
    house.answered(house.file().number)
    assert house.row(house.file("s2").number).twin is None


def test_merged_orders_hear_the_answer_of_the_one_that_stays(house: Desk) -> None:
    main, part = house.file("s1").number, house.file("s2").number
    merged = house.clerk(part, "merge")
    assert merged.state == "merged"
    house.answered(main)
    assert house.call(service.one, part, "s2").answer == "已经要求工地夜间停工。"
    assert {one.session for one in house.news() if one.says and main in one.key} == {"s1", "s2"}


def test_an_order_cannot_be_merged_into_itself_or_nothing(house: Desk) -> None:
    number = house.file().number
    for into in (number, "G20261123AAAAAA", None):
        with pytest.raises(ProblemError) as error:
            house.clerk(number, "merge", into=into)
        assert error.value.status == 409


def test_it_is_urged_once_a_day_in_shenzhen(house: Desk) -> None:
    number = house.file().number
    house.now = dt.datetime(2026, 11, 23, 15, 59, tzinfo=dt.UTC)
    step(house, number, do="urge")
    assert refused(house, number, do="urge") == 409
    house.now += dt.timedelta(minutes=2)  # past midnight in Shenzhen
    step(house, number, do="urge")
    assert house.row(number).urged == 2


def test_a_rating_needs_its_number_and_comes_once(house: Desk) -> None:
    number = house.file().number
    assert refused(house, number, do="rate", rating=5) == 409
    house.answered(number)
    assert refused(house, number, do="rate") == 422
    assert step(house, number, do="rate", rating=5).rating == 5
    assert refused(house, number, do="rate", rating=1) == 409
    assert house.row(number).rating == 5


def test_nothing_cannot_be_added(house: Desk) -> None:
    number = house.file().number
    assert refused(house, number, do="add", text=" ") == 422


def test_a_step_with_the_same_key_is_taken_once(house: Desk) -> None:
    number = house.file().number
    first = step(house, number, do="urge", key="a")
    assert step(house, number, do="urge", key="a") == first
    assert refused(house, number, do="withdraw", key="a") == 409
    assert house.row(number).urged == 1


def test_only_its_own_people_take_steps(house: Desk) -> None:
    number = house.file().number
    assert refused(house, number, session="s2", do="withdraw") == 404


def test_who_is_signed_in_sees_it_from_another_session(house: Desk) -> None:
    house.sign_in("s1")
    number = house.file().number
    house.sign_in("s2")
    assert step(house, number, "s2", do="withdraw").state == "withdrawn"
    assert [one.session for one in house.news()] == ["s1"]


def test_the_citizen_hears_of_each_change_of_the_clerk(house: Desk) -> None:
    number = house.file().number
    house.answered(number)
    house.clerk(number, "follow_up", note="回访")
    house.clerk(number, "close")
    told = [one.work_order.state for one in house.news() if one.work_order]
    assert told == ["dispatched", "in_progress", "answered", "closed"]
    assert len({one.key for one in house.news()}) == 4
