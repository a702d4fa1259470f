"""A step of a draft that had been left, chosen on one of its cards."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.apply import in_charge
from actions.clients.core import CoreAway, CoreRefused
from actions.failing import failed
from actions.forms import applying
from actions.forms.moves import Move
from actions.forms.task_form import KEPT
from actions.turns import say, structured


class ActionDraftStep(Action):
    def name(self) -> str:
        return "action_draft_step"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        draft = structured(tracker, "draft") or ""
        try:
            move = await applying.chosen(tracker, draft)
        except CoreAway:
            move = Move(failed(KEPT), over=True)
        except CoreRefused as error:
            move = applying.refused(error)
            move.over = True
        say(dispatcher, tracker, move.turn)
        return [] if move.over else in_charge(draft)
