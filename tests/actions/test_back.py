"""A step back: the form's own within it, and said that there is none outside."""

from actions.back import ActionBack
from actions.not_yet import words_for
from tests.actions.conftest import ToldBase, act, filling, notice, tracker, whole


async def test_within_the_form_nothing_is_said() -> None:
    said = await act(ActionBack(), filling("上一步", "back"))
    assert (said.events, said.messages) == ([], [])


async def test_outside_there_is_nothing_to_go_back_to(base: ToldBase) -> None:
    said = await act(ActionBack(), tracker("上一步", "back"))
    card = notice(words_for("back"), options=[])
    card.phones = ["12345"]
    assert said.events == []
    assert said.turn == whole("directed", card, intent="back")
