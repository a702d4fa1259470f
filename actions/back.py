"""A step back. Rasa ties the intent `back` to the action of this name."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.nothing_open import ActionNothingOpen


class ActionBack(ActionNothingOpen):
    """Outside a form there is no step to go back to, and that is said. Within the form Rasa
    calls this first and the form after it, which goes back and says so."""

    def name(self) -> str:
        return "action_back"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        if tracker.active_loop.get("name") == "task_form":
            return []
        return await super().run(dispatcher, tracker, domain)
