"""What cannot be done yet, safety, and stop."""

from typing import Any

import pytest

from actions.not_yet import CAN_BE_DONE, ActionNotYet
from actions.safety import ActionSafety
from actions.stop import ActionStop
from tests.actions.conftest import ToldBase, act, resolution, tracker


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


ONLINE = "请用广东政务服务网、粤省事或i深圳，或打12345。"
PHONE = "请打12345。"
HALL = "到罗湖区政务服务中心（罗湖区经二路48号）后请问咨询服务区的工作人员。"
WHERE = {
    "pay_fee": ONLINE,
    "book_appointment": ONLINE,
    "move_appointment": ONLINE,
    "cancel_appointment": ONLINE,
    "find_parking": PHONE,
    "hall_directions": HALL,
    "complaint": PHONE,
    "report": PHONE,
    "suggestion": PHONE,
    "policy_match": ONLINE,
}


def test_all_that_cannot_be_done_is_listed_here() -> None:
    assert set(WHERE) == set(CAN_BE_DONE)


@pytest.mark.parametrize("intent", [*WHERE, "correct", "back", "skip"])
async def test_not_yet_says_where_instead(intent: str, base: ToldBase) -> None:
    base.found = resolution("decline")
    said = await act(ActionNotYet(), tracker("我要", intent))
    if intent in WHERE:
        text = (
            f"我现在还不能{CAN_BE_DONE[intent]}。{WHERE[intent]}办事指南里的问题，您可以继续问我。"
        )
    else:
        text = "现在没有正在填写的内容。您想问什么事，直接说就行。"
    card: dict[str, Any] = {"type": "notice", "text": text, "speech": text, "level": "info"}
    card |= {"phones": ["12345"], "options": []}
    assert said.events == []
    assert said.turn == {"outcome": "directed", "cards": [card], "trace": trace(intent)}


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
