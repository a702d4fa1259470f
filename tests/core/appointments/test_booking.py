"""Booking, moving, cancelling, checking in, and the rules on how much."""

import datetime as dt

import pytest
from sqlalchemy import select

from core.appointments import service
from core.appointments.models import BookingRow
from core.audit.models import AuditRow
from core.contract import BookingClerkStep, BookingStep, BookingView, PrivateValue
from core.vault import rotation
from core.vault import service as vault
from service.problems import ProblemError
from tests.core.appointments.conftest import (
    HOUSE,
    MARRIAGE,
    MOBILE,
    NOW,
    THU_9,
    WED_9,
    WED_930,
    House,
)

GENERAL_9 = "general.20261125T0900"


def step(house: House, made: BookingView, do: str, session: str = "s1", **more: str) -> BookingView:
    asked = BookingStep.model_validate({"session": session, "do": do, **more})
    seen: BookingView = house.call(service.step, made.booking, asked)
    return seen


def refused(house: House, status: int, words: str, **more: str) -> None:
    with pytest.raises(ProblemError) as error:
        house.book(**more)
    assert error.value.status == status
    assert words in error.value.detail


def test_a_booking_says_when_where_and_what_next(house: House) -> None:
    made = house.book()
    assert (made.title, made.place, made.address, made.window) == (
        "结婚登记",
        "示例大厅",
        "示例路1号",
        "婚姻窗口",
    )
    assert made.says_when == "11月25日（周三）09:00–09:30"
    assert made.powers == ["move", "cancel"]
    assert made.demo and made.booking in made.says
    assert "08:30到09:15" in made.says


def test_name_and_mobile_are_nowhere_in_plain(house: House) -> None:
    made = house.book()
    with house.core() as core:
        kept = " ".join(map(str, vars(core.db.scalars(select(BookingRow)).one()).values()))
        audit = " ".join(
            f"{one.action}{one.subject}{one.detail}{one.purpose}"
            for one in core.db.scalars(select(AuditRow).where(AuditRow.subject == made.booking))
        )
    assert BookingRow in [one.model for one in rotation.SEALED]
    assert "booking.book" in audit
    for secret in ("陈小明", MOBILE, MOBILE[-4:]):
        assert secret not in kept.replace(made.booking, "") + audit.replace(made.booking, "")


def test_tokens_are_opened(house: House) -> None:
    value = PrivateValue(kind="PHONE", value="15400000303")
    (token,) = house.call(vault.keep_values, "s1", [value])
    made = house.book(mobile=token)
    asked = {"session": "s9", "booking": made.booking, "proof": "0303"}
    assert house.ask("POST", "/look-up", json=asked).status_code == 200


@pytest.mark.parametrize(("field", "words"), [("name", "姓名"), ("mobile", "手机号")])
def test_what_is_missing_or_unreadable_is_asked_for(house: House, field: str, words: str) -> None:
    for given in (None, "???"):
        with pytest.raises(ProblemError) as error:
            house.book(**{field: given})
        assert error.value.status == 422 and words in error.value.detail
    assert house.taken(WED_9) == 0


def test_who_is_signed_in_need_not_say_who_they_are(house: House) -> None:
    person = house.sign_in("s1")
    made = house.book(name=None, mobile=None)
    assert house.row(made.booking).person == person
    house.sign_in("s2")
    assert [one.booking for one in house.call(service.mine, "s2")] == [made.booking]
    assert house.call(service.one, made.booking.lower(), "s2").state == "booked"


def test_the_same_key_books_once_and_never_something_else(house: House) -> None:
    first = house.book(key="k")
    assert house.book(key="k").booking == first.booking
    assert house.taken(WED_9) == 1
    refused(house, 409, "内容却不一样", slot=THU_9, key="k")
    assert house.book("s2", THU_9, key="k", mobile="15400000202").booking != first.booking


def test_a_full_slot_names_the_nearest(house: House) -> None:
    house.book("s1")
    house.book("s2", mobile="15400000202")
    refused(house, 409, "刚刚约满了。离它最近的空位", session="s3", mobile="15400000303")
    assert house.taken(WED_9) == 2


@pytest.mark.parametrize(
    "slot",
    [
        "marriage.20261123T0900",  # over
        "marriage.20261128T0900",  # a Saturday
        "marriage.20261225T0900",  # too far ahead
        "marriage.20261125T0910",  # between
        "nowhere.20261125T0900",
        "general.20261125T0900",  # another queue
        "",
        "marriage",
    ],
)
def test_a_slot_that_cannot_be_booked_is_refused(house: House, slot: str) -> None:
    refused(house, 409, "这个时间现在不能约了", slot=slot, key="k")


def test_three_open_bookings_by_session_mobile_or_person(house: House) -> None:
    house.book("s1", WED_9)
    house.book("s1", WED_930)
    house.book("s1", THU_9)
    fresh = "15400000909"
    refused(house, 409, "最多留 3 个", slot=GENERAL_9, item=HOUSE, key="a", mobile=fresh)
    refused(house, 409, "最多留 3 个", session="s2", slot=GENERAL_9, item=HOUSE, key="b")
    step(house, house.call(service.mine, "s1")[0], "cancel")
    assert house.book("s1", GENERAL_9, item=HOUSE).state == "booked"


def test_a_matter_is_booked_once_at_a_time(house: House) -> None:
    made = house.book("s1")
    refused(house, 409, made.booking, key="again")
    refused(house, 409, made.booking, session="s2")


def test_moving_takes_the_new_place_and_gives_the_old_back(house: House) -> None:
    made = house.book()
    moved = step(house, made, "move", slot=THU_9, key="m")
    assert moved.says_when == "11月26日（周四）09:00–09:30"
    assert (house.taken(WED_9), house.taken(THU_9)) == (0, 1)
    assert step(house, made, "move", slot=THU_9, key="m").says_when == moved.says_when
    with pytest.raises(ProblemError, match="内容却不一样"):
        step(house, made, "move", slot=WED_930, key="m")
    with pytest.raises(ProblemError, match="就是这个时间"):
        step(house, made, "move", slot=THU_9)


def test_a_move_to_a_full_slot_keeps_the_old_place(house: House) -> None:
    house.book("s1", THU_9, mobile="15400000202")
    house.book("s2", THU_9, mobile="15400000303")
    made = house.book("s3")
    with pytest.raises(ProblemError, match="刚刚约满了"):
        step(house, made, "move", session="s3", slot=THU_9)
    assert (house.taken(WED_9), house.taken(THU_9)) == (1, 2)
    assert house.row(made.booking).slot == WED_9


def test_a_move_stays_in_its_queue(house: House) -> None:
    made = house.book()
    with pytest.raises(ProblemError, match="不能约了"):
        step(house, made, "move", slot=GENERAL_9)


def test_cancelling_ends_it_once(house: House) -> None:
    made = house.book()
    assert step(house, made, "cancel", key="c").state == "cancelled"
    assert step(house, made, "cancel", key="c").state == "cancelled"
    with pytest.raises(ProblemError, match="已取消"):
        step(house, made, "cancel")
    assert house.taken(WED_9) == 0


def test_checking_in_has_its_time(house: House) -> None:
    made = house.book()
    house.at(25, 8, 29)
    with pytest.raises(ProblemError, match="08:30以后"):
        step(house, made, "check_in")
    house.at(25, 9, 16)
    with pytest.raises(ProblemError, match="已经过了"):
        step(house, made, "check_in")
    house.at(25, 9, 15)
    assert house.call(service.one, made.booking, "s1").powers == ["check_in"]
    assert step(house, made, "check_in").state == "checked_in"
    served = house.call(service.clerk_step, made.booking, BookingClerkStep(do="serve"))
    assert served.state == "served"


def test_nothing_is_moved_or_cancelled_after_the_start(house: House) -> None:
    made = house.book()
    house.at(25, 9)
    for do in ("move", "cancel"):
        with pytest.raises(ProblemError, match="时间已经到了"):
            step(house, made, do, slot=THU_9)


def test_nobody_checks_in_for_help_at_home(house: House) -> None:
    made = house.book(kind="home", slot="home.20261125T0900")
    house.at(25, 8, 45)
    with pytest.raises(ProblemError, match="不用签到"):
        step(house, made, "check_in")
    house.at(25, 10)
    house.call(service.mark_no_shows)
    assert house.row(made.booking).state == "booked"


def test_three_missed_close_windows_for_a_while_but_not_help(house: House) -> None:
    for slot in (WED_9, WED_930, THU_9):
        house.book(slot=slot)
    house.at(26, 9, 16)
    assert house.call(service.mark_no_shows) == 3
    friday = "marriage.20261127T0900"
    refused(house, 409, "窗口预约先停到12月26日", slot=friday)
    refused(house, 409, "现场取号", session="s7", slot=friday)
    assert house.book(kind="home", slot="home.20261130T0900").kind == "home"
    house.now = NOW + dt.timedelta(days=35)
    assert house.book(slot="marriage.20261229T0900").state == "booked"


def test_two_missed_close_nothing(house: House) -> None:
    house.book(slot=WED_9)
    house.book(slot=WED_930)
    house.at(26, 9, 16)
    house.call(service.mark_no_shows)
    assert house.book(slot="marriage.20261127T0900").state == "booked"


def test_a_clerk_moves_and_cancels_and_the_people_hear(house: House) -> None:
    made = house.book()
    move = {"do": "move", "slot": THU_9, "note": "窗口当天停电。"}
    answer = house.ask("POST", f"/{made.booking}/clerk", scope="clerk", json=move)
    assert answer.json()["says_when"] == "11月26日（周四）09:00–09:30"
    cancel = {"do": "cancel"}
    house.ask("POST", f"/{made.booking}/clerk", scope="clerk", json=cancel)
    news = house.news()
    assert [(one.kind, one.session) for one in news] == [("booking_changed", "s1")] * 2
    assert news[0].booking is not None and "窗口当天停电。" in news[0].booking.says
    assert house.taken(WED_9) == house.taken(THU_9) == 0
    assert house.ask("POST", f"/{made.booking}/clerk", json=cancel).status_code == 403


def test_somebody_elses_booking_is_not_there(house: House) -> None:
    made = house.book()
    with pytest.raises(ProblemError) as error:
        step(house, made, "cancel", session="s2")
    assert error.value.status == 404
    assert house.ask("GET", f"/{made.booking}?session=s2").status_code == 404
    assert house.ask("GET", "?session=s2").json() == []
    assert house.ask("GET", "?session=s1").json()[0]["booking"] == made.booking


def test_the_matter_tells_its_queue(house: House) -> None:
    known = house.call(service.matter, MARRIAGE)
    assert (known.title, known.queue, known.kinds) == ("结婚登记", "marriage", ("window", "home"))
    other = house.call(service.matter, None)
    assert (other.title, other.queue) == ("综合窗口业务", "general")


def test_over_http_a_booking_is_made(house: House) -> None:
    body = house.create().model_dump(mode="json")
    answer = house.ask("POST", "", json=body)
    assert answer.status_code == 201, answer.text
    assert house.taken(WED_9) == 1
    assert house.ask("POST", "", scope="clerk", json=body).status_code == 403
