"""Beginning an errand: a fresh draft that takes what the words already say."""

from typing import Any

import pytest

from actions.errands import LEADS, NOTHING_LOST, begin_errand, own_words
from actions.forms.cards import draft_card
from core.contract import Refusal
from tests.actions.conftest import failure, fills, spoken, tracker
from tests.actions.fake_core import Away, FakeCore, No, draft, refusal, result

ERRAND: dict[str, Any] = {"kind": "payment", "item": "pay", "title": "缴费"}
OPENED = ("POST", "/v1/drafts", {"session": "c-1", "item": "pay", "fresh": True})


async def test_it_begins_anew_and_asks_its_first_question(core: FakeCore) -> None:
    core.on("POST", "/v1/drafts", draft(**ERRAND))
    move = await begin_errand(tracker("我要缴费"), "pay", [])
    assert core.sent == [OPENED]
    assert move.turn.outcome == "collecting"
    assert move.turn.cards == [draft_card(draft(**ERRAND), LEADS[draft(**ERRAND).kind])]
    assert (move.turn.trace.item, move.slots, move.over) == (None, fills(), False)


async def test_what_the_words_say_is_offered_in_order_and_once(core: FakeCore) -> None:
    now = draft(**ERRAND, about="deng-ji", done=2)
    core.on("POST", "/v1/drafts", draft(**ERRAND))
    core.on("POST", "/v1/drafts/D-1/steps", refusal(draft(**ERRAND)), result(now))
    move = await begin_errand(tracker("我要缴费"), "pay", [("unit", "1234"), (None, "我要缴费")])
    assert core.steps == [
        {
            "session": "c-1",
            "do": "opening",
            "text": "1234",
            "field": "unit",
            "key": "m-1:opening:0",
        },
        {"session": "c-1", "do": "opening", "text": "我要缴费", "key": "m-1:opening:1"},
    ]
    assert move.turn.cards == [draft_card(now, LEADS[now.kind])]
    assert move.turn.trace.item == "deng-ji"


async def test_a_message_without_a_name_has_no_key(core: FakeCore) -> None:
    core.on("POST", "/v1/drafts", draft(**ERRAND))
    core.on("POST", "/v1/drafts/D-1/steps", result())
    on = tracker("我要缴费")
    on.latest_message["message_id"] = ""
    await begin_errand(on, "pay", [(None, "我要缴费")])
    assert "key" not in core.steps[0]


async def test_more_words_than_a_step_takes_are_cut(core: FakeCore) -> None:
    core.on("POST", "/v1/drafts", draft(**ERRAND))
    core.on("POST", "/v1/drafts/D-1/steps", result())
    await begin_errand(tracker("长"), "pay", [("what", "长" * 3000)])
    assert core.steps[0]["text"] == "长" * 2000


async def test_going_on_goes_on_with_what_was_left(core: FakeCore) -> None:
    left = draft(id="D-7", **ERRAND)
    core.on("GET", "/v1/drafts", [left])
    move = await begin_errand(tracker("继续办"), "pay", [])
    assert move.turn.cards == [draft_card(left, "接着上次的填。")]
    assert move.slots == fills("D-7")
    assert core.to("POST", "/v1/drafts") == []


async def test_where_nothing_was_left_it_begins(core: FakeCore) -> None:
    core.on("POST", "/v1/drafts", draft(**ERRAND))
    move = await begin_errand(tracker("继续办"), "pay", [])
    assert move.slots == fills()


@pytest.mark.parametrize(
    ("answer", "safe"), [(Away(), NOTHING_LOST), (No(404, "这里不能缴费。"), "这里不能缴费。")]
)
async def test_core_that_does_not_begin_it_says_so(answer: Any, safe: str, core: FakeCore) -> None:
    core.on("POST", "/v1/drafts", answer)
    move = await begin_errand(tracker("我要缴费"), "pay", [])
    assert (move.turn.outcome, move.turn.cards) == ("failed", [failure(safe)])
    assert move.slots == []


def test_the_words_are_those_that_were_sent_and_never_a_choice() -> None:
    sent = tracker("交钱,编号ab", events=spoken("交钱，编号AB"))
    assert own_words(sent) == [(None, "交钱，编号AB")]
    assert own_words(sent, "what") == [("what", "交钱，编号AB")]
    assert own_words(tracker("/pay_fee{...}")) == []


async def test_an_objection_to_the_opening_words_is_said(core: FakeCore) -> None:
    core.on("POST", "/v1/drafts", draft(**ERRAND))
    no = Refusal(field="notice", says="缴过了。", objection=True)
    core.on("POST", "/v1/drafts/D-1/steps", result(draft(**ERRAND), refusal=no))
    move = await begin_errand(tracker("缴这张"), "pay", [(None, "缴这张")])
    assert move.turn.cards == [draft_card(draft(**ERRAND), "缴过了。")]
