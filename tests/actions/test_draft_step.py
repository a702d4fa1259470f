"""A step of a draft that had been left, chosen on one of its cards."""

from typing import Any

import pytest

from actions.draft_step import ActionDraftStep
from actions.forms.cards import PERSON, draft_card
from messages import TextCard
from showing.cases import case_card
from tests.actions.conftest import act, failure, fills, notice, tracker, whole
from tests.actions.fake_core import Away, FakeCore, No, case, draft, result, review

GONE = "这份草稿已经删掉了。想办别的，随时说。"


def chosen(do: str, **more: str) -> Any:
    entities = {"draft": "D-1", "do": do, **more}
    return tracker("/draft_step{...}", "draft_step", entities=entities)


async def test_editing_puts_the_form_in_charge_again(core: FakeCore) -> None:
    core.draft(review(), result())
    said = await act(ActionDraftStep(), chosen("edit", field="mobile"))
    card = draft_card(draft())
    assert said.events == fills()
    assert said.turn == whole("collecting", card, intent="draft_step", item="deng-ji")
    step = {"session": "c-1", "do": "edit", "field": "mobile", "key": "m-1:edit"}
    assert core.steps == [step]


async def test_submitting_gives_the_case_and_no_form(core: FakeCore) -> None:
    approved = case(state="approved", state_label="已通过", instant=True)
    core.draft(review(), result(draft(step="done"), case=approved))
    said = await act(ActionDraftStep(), chosen("submit"))
    assert said.events == []
    card = case_card(approved, "已经提交。")
    assert said.turn == whole("decided", card, intent="draft_step", item="deng-ji")


async def test_throwing_it_away(core: FakeCore) -> None:
    core.draft(draft(), result())
    said = await act(ActionDraftStep(), chosen("abandon"))
    assert said.events == []
    card = TextCard(text=GONE, speech=GONE)
    assert said.turn == whole("smalltalk", card, intent="draft_step")
    assert core.steps == [{"session": "c-1", "do": "abandon", "key": "m-1:abandon"}]


async def test_an_unknown_step_shows_where_the_draft_stands(core: FakeCore) -> None:
    core.draft(draft())
    said = await act(ActionDraftStep(), chosen("fly"))
    assert said.events == fills()
    card = draft_card(draft())
    assert said.turn == whole("collecting", card, intent="draft_step", item="deng-ji")
    assert core.steps == []


@pytest.mark.parametrize(
    ("down", "outcome", "card"),
    [
        (Away(), "failed", failure("前面填的都存好了，没有丢。")),
        (No(404, "没有这份草稿。"), "collecting", notice("没有这份草稿。", options=[PERSON])),
        (No(409, "已经提交。"), "collecting", notice("已经提交。", options=[PERSON])),
    ],
    ids=["away", "gone", "handed in"],
)
async def test_what_core_will_not_do_begins_no_form(
    down: Any, outcome: str, card: Any, core: FakeCore
) -> None:
    core.draft(draft(), down)
    said = await act(ActionDraftStep(), chosen("submit"))
    assert said.events == []
    assert said.turn == whole(outcome, card, intent="draft_step")
