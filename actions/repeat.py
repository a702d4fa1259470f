"""Says the last answer again."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turns import last_turn, say
from messages import TextCard, Turn


class ActionRepeat(Action):
    def name(self) -> str:
        return "action_repeat"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        text = "前面还没有说过什么。您想问什么事？"
        turn = last_turn(tracker)
        if turn is None:
            turn = Turn(outcome="smalltalk", cards=[TextCard(text=text, speech=text)])
        say(dispatcher, tracker, turn)
        return []
