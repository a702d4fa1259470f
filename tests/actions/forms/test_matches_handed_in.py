"""The errand of entitlements is handed in: its matches are the answer, and the form is over."""

from actions.forms.task_form import ValidateTaskForm
from core.contract import Match
from showing.matches import matches_card
from tests.actions.conftest import ENDS, GOES_ON, act, filling, whole
from tests.actions.fake_core import FakeCore, draft, refusal, result, review

MATCH = Match(item="deng-ji", title="纸鸢登记", verdict="likely", applicable=True)


async def test_its_matches_are_the_answer(core: FakeCore) -> None:
    now = review(kind="entitlements", item="entitlements")
    done = result(draft(kind="entitlements", item="entitlements", step="done"), matches=[MATCH])
    core.draft(now, lambda sent: done if sent["do"] == "submit" else refusal(now))
    said = await act(ValidateTaskForm(), filling("提交", "affirm"))
    assert said.events == GOES_ON + ENDS
    assert said.turn == whole("answered", matches_card([MATCH]), intent="affirm")


async def test_no_match_at_all_is_an_answer_too(core: FakeCore) -> None:
    now = review(kind="entitlements", item="entitlements")
    done = result(draft(kind="entitlements", item="entitlements", step="done"), matches=[])
    core.draft(now, lambda sent: done if sent["do"] == "submit" else refusal(now))
    said = await act(ValidateTaskForm(), filling("提交", "affirm"))
    assert said.events == GOES_ON + ENDS
    assert said.turn == whole("answered", matches_card([]), intent="affirm")
