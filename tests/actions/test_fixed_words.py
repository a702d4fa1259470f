"""Safety and stop."""

from typing import Any

import pytest

from actions.safety import ActionSafety
from actions.stop import ActionStop
from tests.actions.conftest import act, tracker


def trace(intent: str) -> dict[str, Any]:
    return {
        "intent": intent,
        "candidates": [],
        "facts": [],
        "entities": {},
        "timings_ms": {},
    }


def text_turn(text: str, intent: str) -> dict[str, Any]:
    card = {"type": "text", "text": text, "speech": text, "options": []}
    return {"outcome": "smalltalk", "cards": [card], "trace": trace(intent)}


@pytest.mark.parametrize(
    ("intent", "phones"),
    [("emergency", ["110", "119", "120"]), ("self_harm", ["12356", "110", "120"])],
)
async def test_emergencies_get_their_numbers(intent: str, phones: list[str]) -> None:
    said = await act(ActionSafety(), tracker("救命", intent))
    (card,) = said.turn["cards"]
    assert said.events == []
    assert said.turn == {"outcome": "emergency", "cards": [card], "trace": trace(intent)}
    assert (card["type"], card["level"], card["phones"]) == ("notice", "emergency", phones)
    assert all(phone in card["text"] and phone in card["speech"] for phone in phones)


async def test_insults_are_met_calmly() -> None:
    said = await act(ActionSafety(), tracker("笨蛋", "abuse"))
    assert said.events == []
    text = "我在这里帮您办事。您想问什么事，直接说就行；想找人工，请打12345。"
    assert said.turn == text_turn(text, "abuse")


async def test_stop_forgets_the_matter_at_hand() -> None:
    said = await act(ActionStop(), tracker("算了", "stop", slots={"current_item": "deng-ji"}))
    assert said.events == [
        {"event": "slot", "timestamp": None, "name": "current_item", "value": None}
    ]
    assert said.turn == text_turn("好的，这件事先到这里。想问别的，随时说。", "stop")
