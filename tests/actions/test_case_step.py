"""Something the owner does to a case, chosen on its card."""

from typing import Any

import pytest

from actions.case_step import ActionCaseStep
from actions.forms.cards import draft_card
from showing.cases import case_card
from tests.actions.conftest import act, failure, fills, notice, tracker, whole
from tests.actions.fake_core import NUMBER, Away, FakeCore, No, case, draft

STEPS = f"/v1/cases/{NUMBER}/steps"
SAFE = "您的办件没有受影响。"


def chosen(do: str) -> Any:
    entities = {"case": NUMBER, "do": do}
    return tracker("/case_step{...}", "case_step", entities=entities)


@pytest.mark.parametrize(
    ("do", "lead"),
    [
        ("withdraw", "已经撤回。"),
        ("follow", "好的，有进展我在这里告诉您。"),
        ("unfollow", "好的，不再提醒您这件事。"),
        ("ask_review", "已经请审核人员复核。"),
    ],
)
async def test_it_is_done_and_the_case_is_shown(do: str, lead: str, core: FakeCore) -> None:
    core.on("POST", STEPS, case())
    said = await act(ActionCaseStep(), chosen(do))
    assert said.events == []
    card = case_card(case(), lead)
    assert said.turn == whole("reported", card, intent="case_step", item="deng-ji")
    assert core.sent == [("POST", STEPS, {"session": "c-1", "do": do})]


async def test_correcting_goes_on_in_its_draft(core: FakeCore) -> None:
    """Its own, which core gives only by its id: opening the matter makes an empty one."""
    correction = draft(correcting=NUMBER)
    core.on("POST", STEPS, case(state="needs_correction", state_label="需要补正"))
    core.on("GET", "/v1/drafts", [correction])
    core.on("POST", "/v1/drafts", draft(id="D-empty"))
    said = await act(ActionCaseStep(), chosen("correct"))
    card = draft_card(correction, "只要补正下面问到的，其余的都还在。")
    assert said.events == fills("D-1")
    assert said.turn == whole("collecting", card, intent="case_step", item="deng-ji")


async def test_core_says_why_not(core: FakeCore) -> None:
    core.on("POST", STEPS, No(409, "已经办结的不能撤回。"))
    said = await act(ActionCaseStep(), chosen("withdraw"))
    assert said.events == []
    card = notice("已经办结的不能撤回。", options=[])
    assert said.turn == whole("reported", card, intent="case_step")


@pytest.mark.parametrize("do", ["withdraw", "fly"])
async def test_what_cannot_be_done_now_is_said(do: str, core: FakeCore) -> None:
    core.on("POST", STEPS, Away())
    said = await act(ActionCaseStep(), chosen(do))
    assert said.events == []
    assert said.turn == whole("failed", failure(SAFE), intent="case_step")
    assert len(core.sent) == (do == "withdraw")
