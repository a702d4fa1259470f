"""Asking for one case by number and proof: two short questions, no more."""

from typing import Any

import pytest

from actions.forms.cards import draft_card
from actions.forms.task_form import ValidateTaskForm
from actions.status import ASK_PROOF, NOT_FOUND
from messages import TextCard
from showing.cases import case_card
from tests.actions.conftest import (
    ENDS,
    GOES_ON,
    ToldBase,
    act,
    asking,
    asks,
    failure,
    fills,
    notice,
    resolution,
    slot,
    whole,
)
from tests.actions.fake_core import NUMBER, Away, FakeCore, No, case, draft, result

LOOK_UP = "/v1/cases/look-up"
FOUND = [*GOES_ON, slot("asked_case", None), *ENDS]


@pytest.mark.parametrize(
    ("proof", "sent"), [("5678", "5678"), ("尾号是 123X", "123x"), ("[PHONE_1]", "[PHONE_1]")]
)
async def test_the_proof_alone_after_the_number(proof: str, sent: str, core: FakeCore) -> None:
    core.on("POST", LOOK_UP, case())
    said = await act(ValidateTaskForm(), asking(proof, case=NUMBER))
    assert said.events == FOUND
    card = case_card(case())
    assert said.turn == whole("reported", card, intent="ask_guide", item="deng-ji")
    asked = {"session": "c-1", "number": NUMBER, "proof": sent}
    assert core.to("POST", LOOK_UP) == [asked]


@pytest.mark.parametrize("status", [403, 404])
async def test_the_number_alone_asks_for_the_proof(status: int, core: FakeCore) -> None:
    core.on("POST", LOOK_UP, No(status, "请先登录，或者提供后四位。"))
    said = await act(ValidateTaskForm(), asking(NUMBER))
    assert said.events == GOES_ON + asks(NUMBER)
    assert said.turn == whole("clarified", notice(ASK_PROOF), intent="ask_guide")


async def test_after_a_wrong_proof_it_can_be_said_again_alone(core: FakeCore) -> None:
    core.on("POST", LOOK_UP, No(404, "没有查到这个办件。"))
    said = await act(ValidateTaskForm(), asking("0000", case=NUMBER))
    assert said.events == GOES_ON + asks(NUMBER)
    assert said.turn == whole("clarified", notice(NOT_FOUND), intent="ask_guide")


@pytest.mark.parametrize("text", ["算了", "/stop", "上一步", "换一个"])
async def test_it_can_be_left(text: str, core: FakeCore) -> None:
    said = await act(ValidateTaskForm(), asking(text, "stop"))
    leaves = "好的，不查了。想问别的，随时说。"
    assert said.events == GOES_ON + ENDS
    card = TextCard(text=leaves, speech=leaves)
    assert said.turn == whole("smalltalk", card, intent="stop")
    assert core.sent == []


async def test_another_question_is_answered_and_ends_it(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    said = await act(ValidateTaskForm(), asking("登记纸鸢多少钱"))
    assert said.events == GOES_ON + ENDS
    assert (said.turn["outcome"], "then" in said.turn) == ("answered", False)
    assert [card["lead"] for card in said.turn["cards"]] == ["纸鸢登记不收费。"]


async def test_four_digits_are_no_proof_while_the_number_is_unknown(base: ToldBase) -> None:
    base.found = resolution("decline")
    said = await act(ValidateTaskForm(), asking("5678"))
    assert said.events == GOES_ON + ENDS
    assert said.turn["outcome"] == "declined"


async def test_who_signed_in_for_it_sees_the_cases(core: FakeCore, base: ToldBase) -> None:
    base.found = resolution("decline")
    core.signed_in(case())
    said = await act(ValidateTaskForm(), asking("/signed_in", "signed_in"))
    assert said.events == GOES_ON + ENDS
    card = case_card(case())
    assert said.turn == whole("reported", card, intent="signed_in", item="deng-ji")


async def test_an_option_of_an_earlier_card_is_what_it_says(base: ToldBase) -> None:
    base.found = resolution("decline")
    chosen = {"item": "deng-ji", "aspect": "materials"}
    said = await act(ValidateTaskForm(), asking("/choose{...}", "choose", entities=chosen))
    assert base.asked == []
    assert said.events == GOES_ON + ENDS
    assert (said.turn["outcome"], said.turn["cards"][0]["aspect"]) == ("answered", "materials")


@pytest.mark.parametrize(
    ("text", "entities"), [("我要登记纸鸢", {}), ("/start_application{}", {"item": "deng-ji"})]
)
async def test_a_wish_to_apply_begins_the_application(
    text: str, entities: Any, core: FakeCore, base: ToldBase
) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    core.on("POST", "/v1/drafts", draft())
    on = asking(text, "start_application", entities=entities)
    said = await act(ValidateTaskForm(), on)
    assert said.turn["outcome"] == "collecting"
    assert said.events[-5:] == fills()


async def test_a_step_on_an_earlier_draft_goes_on_there(core: FakeCore, base: ToldBase) -> None:
    base.found = resolution("decline")
    core.draft(draft(), result())
    step = {"draft": "D-1", "do": "edit", "field": "mobile"}
    said = await act(ValidateTaskForm(), asking("/draft_step{}", "draft_step", entities=step))
    assert said.events == GOES_ON + fills()
    card = draft_card(draft())
    assert said.turn == whole("collecting", card, intent="draft_step", item="deng-ji")


async def test_core_away_is_said_and_the_look_up_goes_on(core: FakeCore) -> None:
    core.on("POST", LOOK_UP, Away())
    said = await act(ValidateTaskForm(), asking("5678", case=NUMBER))
    assert said.events == GOES_ON
    card = failure("您的办件都在，没有受影响。")
    assert said.turn == whole("failed", card, intent="ask_guide")
