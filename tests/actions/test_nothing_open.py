"""A step in no form: said that nothing is being filled."""

import pytest

from actions.nothing_open import WORDS, ActionNothingOpen
from messages import TextCard
from tests.actions.conftest import ToldBase, act, remembered, resolution, tracker, whole


@pytest.mark.parametrize("intent", ["skip", "correct"])
async def test_a_step_in_no_form_is_never_a_guide(intent: str, base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    said = await act(ActionNothingOpen(), tracker("跳过", intent))
    assert (said.events, base.asked) == ([], [])
    assert said.turn == whole("smalltalk", TextCard(text=WORDS, speech=WORDS), intent=intent)


async def test_in_doubt_it_may_be_a_question(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    said = await act(ActionNothingOpen(), tracker("登记错了怎么改", "correct", sureness=0.4))
    assert said.turn["outcome"] == "answered"
    assert said.events == remembered("deng-ji")


def test_it_has_the_name_that_the_rules_call() -> None:
    assert ActionNothingOpen().name() == "action_nothing_open"
