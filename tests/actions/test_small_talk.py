"""Small talk gets fixed words, unless it is in doubt and a guide answers it."""

from typing import Any

import pytest

from actions.small_talk import WORDS, ActionSmallTalk
from actions.turns import SURE
from tests.actions.conftest import ToldBase, act, fills, remembered, resolution, tracker
from tests.actions.fake_core import FakeCore, draft


def fixed(intent: str) -> dict[str, Any]:
    text = WORDS.get(intent, WORDS["smalltalk"])
    trace = {"intent": intent, "candidates": [], "facts": [], "entities": {}, "timings_ms": {}}
    card = {"type": "text", "text": text, "speech": text, "options": []}
    return {"outcome": "smalltalk", "cards": [card], "trace": trace}


@pytest.mark.parametrize("intent", [*WORDS, "laugh"])
async def test_what_is_sure_is_not_searched(intent: str, base: ToldBase) -> None:
    said = await act(ActionSmallTalk(), tracker("您好", intent, sureness=SURE))
    assert (said.turn, said.events, base.asked) == (fixed(intent), [], [])


@pytest.mark.parametrize(("known", "outcome"), [(True, "answered"), (False, "silent")])
async def test_what_is_in_doubt_is_answered_where_a_guide_answers(
    known: bool, outcome: str, base: ToldBase
) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9), said=known)
    on = tracker("多少钱呀", "greet", slots={"current_item": "ling"}, sureness=SURE - 0.01)
    said = await act(ActionSmallTalk(), on)
    assert [(text, item) for text, item, _ in base.asked] == [("多少钱呀", "ling")]
    assert (said.turn["outcome"], said.turn["trace"]["intent"]) == (outcome, "greet")
    assert [card["item"] for card in said.turn["cards"]] == ["deng-ji"]
    assert said.events == remembered("deng-ji")


async def test_in_doubt_it_speaks_the_citizens_language(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    said = await act(ActionSmallTalk(), tracker("how much is it?", "smalltalk", sureness=0.5))
    assert said.turn["cards"][0]["name"] == "Kite Registration"


@pytest.mark.parametrize("decision", ["ask_back", "which_matter", "decline"])
async def test_what_is_in_doubt_and_has_no_answer_stays_small_talk(
    decision: Any, base: ToldBase
) -> None:
    base.found = resolution(decision, ("deng-ji", 0.4))
    said = await act(ActionSmallTalk(), tracker("好的呀", "affirm", sureness=0.1))
    assert (said.turn, said.events) == (fixed("affirm"), [])


async def test_go_on_takes_up_what_was_left(base: ToldBase, core: FakeCore) -> None:
    core.on("GET", "/v1/drafts", [draft()])
    said = await act(ActionSmallTalk(), tracker("继续", "affirm"))
    assert said.events == fills()
    assert said.turn["cards"][0]["draft"] == "D-1"
