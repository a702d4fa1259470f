"""A complaint, a report, a suggestion: kept in the citizen's own words."""

import pytest

from actions.tell import KINDS, tell_move
from tests.actions.conftest import fills, spoken, tracker
from tests.actions.fake_core import FakeCore, draft, result


@pytest.fixture
def opens(core: FakeCore) -> FakeCore:
    now = draft(kind="work_order", item="work-order", title="反映问题")
    core.on("POST", "/v1/drafts", now)
    core.on("POST", "/v1/drafts/D-1/steps", result(now))
    return core


@pytest.mark.parametrize(("intent", "kind"), KINDS.items())
async def test_what_was_told_is_kept_whole(intent: str, kind: str, opens: FakeCore) -> None:
    story = "楼下工地半夜还在打桩，怎么没人管？"
    move = await tell_move(tracker("楼下工地半夜", intent, events=spoken(story)), intent)
    assert [(one["field"], one["text"]) for one in opens.steps] == [("kind", kind), ("what", story)]
    assert move.slots == fills()


@pytest.mark.parametrize(
    "wish", ["我要投诉", "我想舉報", "提个建议", "我有意见要反映", "I want to report"]
)
async def test_a_mere_wish_tells_nothing_yet(wish: str, opens: FakeCore) -> None:
    await tell_move(tracker(wish, "complaint"), "complaint")
    assert [one["field"] for one in opens.steps] == ["kind"]


@pytest.mark.parametrize(
    "story",
    [
        "井盖坏了",
        "路灯不亮",
        "我要投诉小区门口的烧烤摊半夜扰民",
        "I want to report a broken manhole on Cuizhu road",
    ],
)
async def test_short_words_that_tell_something_are_kept(story: str, opens: FakeCore) -> None:
    await tell_move(tracker(story, "complaint"), "complaint")
    assert [one["field"] for one in opens.steps] == ["kind", "what"]


async def test_an_option_on_a_card_is_no_story(opens: FakeCore) -> None:
    await tell_move(tracker("/complaint{...}", "complaint"), "complaint")
    assert [one["field"] for one in opens.steps] == ["kind"]
