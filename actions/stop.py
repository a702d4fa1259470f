"""Stops what is going on and forgets the matter at hand."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turns import say
from messages import TextCard, Turn


class ActionStop(Action):
    def name(self) -> str:
        return "action_stop"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        text = "好的，这件事先到这里。想问别的，随时说。"
        say(
            dispatcher, tracker, Turn(outcome="smalltalk", cards=[TextCard(text=text, speech=text)])
        )
        return [SlotSet("current_item", None)]
