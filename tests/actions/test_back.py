"""A step back: the form's own within it, and said that there is none outside."""

from actions.back import ActionBack
from actions.nothing_open import WORDS
from messages import TextCard
from tests.actions.conftest import act, filling, tracker, whole


async def test_within_the_form_nothing_is_said() -> None:
    said = await act(ActionBack(), filling("上一步", "back"))
    assert (said.events, said.messages) == ([], [])


async def test_outside_there_is_nothing_to_go_back_to() -> None:
    said = await act(ActionBack(), tracker("上一步", "back"))
    assert said.events == []
    assert said.turn == whole("smalltalk", TextCard(text=WORDS, speech=WORDS), intent="back")


def test_it_has_a_name_of_its_own() -> None:
    assert ActionBack().name() == "action_back"
