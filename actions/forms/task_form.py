"""The one form, `task_form`: each message within it ends here and nowhere else.

Steering words go first, then the parsers of core's draft: what they take is an answer,
whatever the classifier thinks. What they do not take is answered on the normal road, and the
form goes on. Rasa holds only which draft it is.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.clients.core import CoreAway, CoreRefused
from actions.failing import failed
from actions.forms import applying, following
from actions.forms.moves import Move
from actions.turns import say

KEPT = "前面填的都存好了，没有丢。"


class ValidateTaskForm(Action):
    """Called by Rasa for each message while `task_form` is active."""

    def name(self) -> str:
        return "validate_task_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        road = following.move if tracker.get_slot("task") == "status" else applying.move
        try:
            move = await road(tracker)
        except CoreAway:
            move = Move(failed(KEPT))
        except CoreRefused as error:
            move = applying.refused(error)
        say(dispatcher, tracker, move.turn)
        return [SlotSet("answer", None), *move.slots, *(over() if move.over else [])]


def over() -> list[dict[str, Any]]:
    """The events that end the form."""
    return [SlotSet("task", None), SlotSet("draft_id", None), SlotSet("requested_slot", None)]
