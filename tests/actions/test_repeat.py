"""Says the last answer again."""

from typing import Any

from actions.repeat import ActionRepeat
from messages import TextCard, Trace, Turn
from tests.actions.conftest import act, tracker


def bot(turn: Turn) -> dict[str, Any]:
    custom = turn.model_dump(mode="json", exclude_none=True)
    return {"event": "bot", "text": None, "data": {"custom": custom, "buttons": None}}


def turn(text: str) -> Turn:
    return Turn(
        outcome="answered",
        cards=[TextCard(text=text, speech=text)],
        trace=Trace(intent="ask_guide", item="deng-ji"),
    )


async def test_the_last_turn_is_said_again() -> None:
    events = [
        bot(turn("第一句")),
        {"event": "user", "text": "然后呢"},
        bot(turn("第二句")),
        {"event": "bot", "text": "别处来的", "data": {}},
        {"event": "user", "text": "再说一遍"},
    ]
    said = await act(ActionRepeat(), tracker("再说一遍", "repeat", events=events))
    assert said.events == []
    assert said.turn == {
        "outcome": "answered",
        "cards": [{"type": "text", "text": "第二句", "speech": "第二句", "options": []}],
        "trace": {
            "intent": "repeat",
            "item": "deng-ji",
            "candidates": [],
            "facts": [],
            "entities": {},
            "timings_ms": {},
        },
    }


async def test_nothing_was_said_yet() -> None:
    said = await act(ActionRepeat(), tracker("再说一遍", "repeat"))
    text = "前面还没有说过什么。您想问什么事？"
    assert said.events == []
    assert said.turn["outcome"] == "smalltalk"
    assert said.turn["cards"] == [{"type": "text", "text": text, "speech": text, "options": []}]
