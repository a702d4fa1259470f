"""The one form: whose message it is, and what happens when core cannot do its part."""

from typing import Any

import pytest

from actions.forms.cards import PERSON
from actions.forms.task_form import ValidateTaskForm
from tests.actions.conftest import (
    ENDS,
    GOES_ON,
    act,
    asking,
    failure,
    filling,
    notice,
    slot,
    whole,
)
from tests.actions.fake_core import NUMBER, Away, FakeCore, No, case, draft


@pytest.mark.parametrize("down", [Away(), No(503, "现在有点忙")], ids=["away", "503"])
async def test_core_away_loses_nothing_and_the_form_goes_on(down: Any, core: FakeCore) -> None:
    core.draft(draft(), down)
    said = await act(ValidateTaskForm(), filling("[PHONE_1]"))
    assert said.events == GOES_ON
    assert said.turn == whole("failed", failure("前面填的都存好了，没有丢。"), intent="ask_guide")


@pytest.mark.parametrize(
    ("status", "over"), [(404, ENDS), (409, ENDS), (422, []), (429, [])], ids=str
)
async def test_a_draft_that_is_gone_or_handed_in_ends_the_form(
    status: int, over: list[Any], core: FakeCore
) -> None:
    core.draft(draft(), No(status, "这样不行。"))
    said = await act(ValidateTaskForm(), filling("[PHONE_1]"))
    assert said.events == GOES_ON + over
    card = notice("这样不行。", options=[PERSON])
    assert said.turn == whole("collecting", card, intent="ask_guide")


async def test_a_look_up_is_no_application(core: FakeCore) -> None:
    core.on("POST", "/v1/cases/look-up", case())
    said = await act(ValidateTaskForm(), asking("5678", case=NUMBER))
    assert said.events == [*GOES_ON, slot("asked_case", None), *ENDS]
    assert core.steps == []
