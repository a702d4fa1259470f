"""Moving and cancelling: which appointment, proven where it is not known here."""

import pytest

from tests.core.errands.conftest import MOBILE, Office, asks, filled


def test_the_only_one_known_here_is_meant_and_cancelled_once(office: Office) -> None:
    number = office.booked()
    draft = office.open("cancel-booking")
    assert (draft.kind, draft.step, draft.about) == ("cancelling", "review", "nianjian")
    assert filled(draft) == {"booking": "11月25日（周三）09:00–09:30 车辆年检"}
    done = office.step(draft.id, "submit", key="k1")
    assert done.booking is not None
    assert (done.booking.booking, done.booking.state) == (number, "cancelled")
    assert office.step(draft.id, "submit", key="k1") == done
    again = office.step(draft.id, "submit", key="k2").booking
    assert again is not None and again.state == "cancelled"


def test_one_of_several_is_chosen(office: Office) -> None:
    office.booked()
    other = office.booked(when="周四下午2点")
    draft = office.open("cancel-booking")
    assert draft.question is not None and draft.question.field == "booking"
    assert len(draft.question.options) == 2
    now = office.opening(draft.id, other, "booking").draft
    assert filled(now)["booking"].startswith("11月26日（周四）14:00")
    done = office.step(draft.id, "submit")
    assert done.booking is not None and done.booking.booking == other


def test_another_sessions_needs_number_and_tail(office: Office) -> None:
    number = office.booked("s1")
    draft = office.open("cancel-booking", "s2").id
    assert asks(office.read(draft, "s2")) == "number"
    assert asks(office.say(draft, number.lower(), "s2").draft) == "tail"
    now = office.say(draft, f"后四位{MOBILE[-4:]}", "s2").draft
    assert now.step == "review"
    done = office.step(draft, "submit", "s2")
    assert done.booking is not None and done.booking.state == "cancelled"


def test_a_wrong_tail_tells_nothing_and_asks_both_again(office: Office) -> None:
    number = office.booked("s1")
    draft = office.open("cancel-booking", "s2").id
    office.say(draft, number, "s2")
    wrong = office.say(draft, "9999", "s2")
    unknown = office.open("cancel-booking", "s3").id
    office.say(unknown, "B20261125ZZZZZZ", "s3")
    nothing = office.say(unknown, "9999", "s3")
    assert wrong.refusal is not None and nothing.refusal is not None
    assert wrong.refusal.says == nothing.refusal.says
    assert (asks(wrong.draft), filled(wrong.draft)) == ("number", {})


def test_one_that_is_over_cannot_be_cancelled_again(office: Office) -> None:
    number = office.booked("s1")
    office.step(office.open("cancel-booking", "s1").id, "submit")
    draft = office.open("cancel-booking", "s2").id
    office.say(draft, number, "s2")
    refused = office.say(draft, MOBILE[-4:], "s2")
    assert refused.refusal is not None and "已取消" in refused.refusal.says


def test_it_is_moved_to_another_time_once(office: Office) -> None:
    number = office.booked()
    draft = office.open("move-booking")
    assert asks(draft) == "when"
    office.opening(draft.id, "改到周四下午")
    assert asks(office.read(draft.id)) == "slot"
    now = office.say(draft.id, "14:30").draft
    assert (now.step, filled(now)["slot"]) == ("review", "11月26日（周四）14:30–15:00")
    done = office.step(draft.id, "submit", key="k1")
    assert done.booking is not None and done.booking.booking == number
    assert done.booking.says_when == "11月26日（周四）14:30–15:00"
    assert office.step(draft.id, "submit", key="k1") == done
    assert len(office.rows("bookings")) == 1


@pytest.mark.parametrize("item", ["cancel-booking", "move-booking"])
def test_nothing_is_known_of_somebody_elses(item: str, office: Office) -> None:
    office.booked("s1")
    draft = office.open(item, "s2")
    assert (asks(draft), filled(draft), draft.about) == ("number", {}, None)
