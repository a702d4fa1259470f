"""Booking: matter and time from the words, one of the free times, who comes."""

import datetime as dt

import pytest

from core.appointments.when import parse
from core.approvals.calendar import Calendar
from core.contract import SlotsFound
from tests.core.errands.conftest import MOBILE, Office, asks, filled

MATTER = "nianjian|车辆年检"


def begun(office: Office, when: str) -> str:
    draft = office.open("book").id
    office.opening(draft, MATTER, "matter")
    office.opening(draft, when, "when")
    return draft


def to_review(office: Office, when: str = "周三上午9点") -> str:
    draft = begun(office, when)
    office.say(draft, "林样例")
    office.say(draft, office.token("PHONE", MOBILE))
    assert office.read(draft).step == "review"
    return draft


def test_a_window_is_meant_unless_another_way_is_said(office: Office) -> None:
    draft = office.open("book")
    assert (draft.kind, asks(draft), filled(draft)) == ("booking", "matter", {"way": "到窗口办"})
    now = office.opening(draft.id, MATTER, "matter").draft
    assert (asks(now), now.about, filled(now)["matter"]) == ("when", "nianjian", "车辆年检")
    assert filled(office.opening(draft.id, "上门办", "way").draft)["way"] == "上门办"


def test_several_free_times_are_offered_and_one_is_chosen(office: Office) -> None:
    draft = begun(office, "下周三上午帮我约一个")
    question = office.read(draft).question
    assert question is not None and question.field == "slot"
    assert [one.label for one in question.options] == [
        "12月2日（周三）09:00–09:30",
        "12月2日（周三）09:30–10:00",
    ]
    now = office.say(draft, "九点半").draft
    assert (filled(now)["slot"], asks(now)) == ("12月2日（周三）09:30–10:00", "name")


def test_the_one_time_that_was_meant_needs_no_choice(office: Office) -> None:
    now = office.read(begun(office, "周三上午9点半"))
    assert (filled(now)["slot"], asks(now)) == ("11月25日（周三）09:30–10:00", "name")


def test_a_day_without_times_is_said_with_the_nearest_and_none_is_taken(office: Office) -> None:
    draft = office.open("book").id
    office.opening(draft, MATTER, "matter")
    question = office.say(draft, "这个星期天").draft.question
    assert question is not None and question.field == "slot"
    assert "11月29日（周日）" in question.text
    assert not [one.label for one in question.options if "11月29日" in one.label]


def test_a_single_time_that_is_merely_near_is_not_taken(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.appointments.finding.NEAREST", 1)
    now = office.read(begun(office, "这个星期天"))
    assert asks(now) == "slot" and "slot" not in filled(now)


def test_another_day_may_be_named_instead_of_one_of_the_times(office: Office) -> None:
    draft = begun(office, "下周三上午")
    now = office.say(draft, "周五下午有没有").draft
    assert filled(now)["when"] == "12月2日（周三）上午"  # a question changes nothing
    now = office.say(draft, "那周五下午").draft
    assert (filled(now)["when"], asks(now)) == ("11月27日（周五）下午", "slot")
    assert filled(office.say(draft, "两点半").draft)["slot"] == "11月27日（周五）14:30–15:00"


@pytest.mark.parametrize("item", ["book", "move-booking"])
def test_no_time_at_all_is_said_and_another_day_asked_for(
    item: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    if item == "move-booking":
        office.booked()
    none = SlotsFound(slots=[], says="都约满了。")
    monkeypatch.setattr("core.appointments.service.find_slots", lambda *_: none)
    draft = office.open(item).id
    if item == "book":
        office.opening(draft, MATTER, "matter")
    refused = office.say(draft, "周四上午")
    assert refused.refusal is not None
    assert (refused.refusal.field, refused.refusal.says) == ("when", "都约满了。")
    assert asks(refused.draft) == "when" and "when" not in filled(refused.draft)


@pytest.mark.parametrize(
    "words",
    ["周三上午", "下周三下午三点", "这周", "11月25号", "明天", "下午", "最快的", "周三或者周五"],
)
def test_the_days_that_are_kept_mean_the_same_when_read_again(words: str) -> None:
    today = dt.date(2026, 11, 23)
    said = parse(words, today, Calendar(None))
    assert said is not None
    again = parse(said.says, today, Calendar(None))
    assert again is not None
    assert (again.days, again.says, again.first) == (said.days, said.says, said.first)


def test_another_day_takes_the_time_back(office: Office) -> None:
    draft = to_review(office)
    office.step(draft, "edit", field="when")
    now = office.say(draft, "周四下午").draft
    assert asks(now) == "slot" and "slot" not in filled(now)
    assert office.say(draft, "14点").draft.step == "review"


def test_it_is_read_back_with_tokens_and_booked_once(office: Office) -> None:
    draft = to_review(office)
    shown = filled(office.read(draft))
    assert office.opened(f"{shown['name']}{shown['mobile']}") == f"林样例{MOBILE}"
    assert "林样例" not in str(shown) and MOBILE not in str(shown)
    done = office.step(draft, "submit", key="k1")
    assert done.booking is not None and done.draft.step == "done"
    assert (done.booking.item, done.booking.state) == ("nianjian", "booked")
    assert done.booking.starts_at == dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)
    assert office.step(draft, "submit", key="k1") == done
    again = office.step(draft, "submit", key="k2")
    assert again.booking is not None and again.booking.booking == done.booking.booking
    assert len(office.rows("bookings")) == 1
    assert office.rows("draft_answers") == []


@pytest.mark.parametrize("words", ["车辆年检", "nianjian", "nian|", "|年检", "nianjian|年|检"])
def test_a_matter_is_taken_only_as_search_names_it(words: str, office: Office) -> None:
    draft = office.open("book").id
    refused = office.say(draft, words)
    assert refused.refusal is not None and asks(refused.draft) == "matter"


def test_the_same_message_may_answer_twice_under_two_keys(office: Office) -> None:
    """What the form does: the words first, then the matter that search found in them."""
    draft = office.open("book").id
    office.say(draft, "年检的事", key="m-1:answer")
    taken = office.say(draft, MATTER, field="matter", key="m-1:answer:matter")
    assert [one.id for one in taken.accepted] == ["matter"]
