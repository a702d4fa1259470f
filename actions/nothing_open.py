"""Going back, skipping or correcting where nothing is being filled."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.doubt import in_doubt
from actions.turns import say
from messages import TextCard, Turn

WORDS = "现在没有正在填写的内容。您想问什么事，直接说就行。"


class ActionNothingOpen(Action):
    def name(self) -> str:
        return "action_nothing_open"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        if doubted := in_doubt(tracker):
            say(dispatcher, tracker, doubted.turn)
            return doubted.slots
        card = TextCard(text=WORDS, speech=WORDS)
        say(dispatcher, tracker, Turn(outcome="smalltalk", cards=[card]))
        return []
