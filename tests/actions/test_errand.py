"""Each act that begins an errand opens its own draft; in doubt a guide answers."""

from typing import Any

import pytest

from actions.errand import BEGINS, ActionErrand
from actions.errands import LEADS
from actions.forms.cards import draft_card
from tests.actions.conftest import ToldBase, act, fills, remembered, resolution, tracker, whole
from tests.actions.fake_core import FakeCore, draft, result

ITEMS = {
    "pay_fee": "pay",
    "policy_match": "entitlements",
    "move_appointment": "move-booking",
    "cancel_appointment": "cancel-booking",
    "book_appointment": "book",
    "complaint": "work-order",
    "report": "work-order",
    "suggestion": "work-order",
}


def test_every_act_that_begins_one_is_here() -> None:
    assert set(ITEMS) == BEGINS


@pytest.mark.parametrize("intent", ITEMS)
async def test_an_act_opens_its_errand_and_puts_the_form_in_charge(
    intent: str, base: ToldBase, core: FakeCore
) -> None:
    base.found = resolution("decline")
    now = draft(kind="payment", item=ITEMS[intent], title="这件事")
    core.on("POST", "/v1/drafts", now)
    core.on("POST", "/v1/drafts/D-1/steps", result(now))
    said = await act(ActionErrand(), tracker("麻烦帮我把这件事情办一下", intent))
    assert core.to("POST", "/v1/drafts") == [
        {"session": "c-1", "item": ITEMS[intent], "fresh": True}
    ]
    assert said.events == fills()
    assert said.turn == whole("collecting", draft_card(now, LEADS[now.kind]), intent=intent)


@pytest.mark.parametrize(
    "intent", ["pay_fee", "move_appointment", "cancel_appointment", "policy_match"]
)
async def test_plain_ones_begin_with_the_words_and_no_field(intent: str, core: FakeCore) -> None:
    core.on("POST", "/v1/drafts", draft())
    core.on("POST", "/v1/drafts/D-1/steps", result())
    await act(ActionErrand(), tracker("我要办", intent))
    known: dict[str, Any] = {"session": "c-1", "do": "opening", "key": "m-1:opening:0"}
    assert core.steps == [known | {"text": "我要办"}]


async def test_in_doubt_a_guide_answers(base: ToldBase, core: FakeCore) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    said = await act(ActionErrand(), tracker("纸鸢登记交多少钱", "pay_fee", sureness=0.4))
    assert (said.turn["outcome"], said.turn["trace"]["item"]) == ("answered", "deng-ji")
    assert said.events == remembered("deng-ji")
    assert core.sent == []


def test_it_has_the_name_that_the_rules_call() -> None:
    assert ActionErrand().name() == "action_errand"
