"""A message that comes again is answered as it was answered before, and nothing is done twice.

The gateway names its messages. It sends one again, under its name, where it does not know what came
of it: it was killed, or waited too long. By then the form may be over, or have been opened, so that
the same words would mean something else.
"""

import functools
from collections.abc import Awaitable, Callable
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions.turns import metadata_of

Run = Callable[[CollectingDispatcher, Tracker, dict[str, Any]], Awaitable[list[dict[str, Any]]]]


class OnceExecutor(ActionExecutor):
    """Runs an action, unless its message was answered before: then it says the same turn.

    Not `action_back`, which Rasa runs beside the form: the form says the turn.
    """

    def register_function(self, name: str, f: Run) -> None:
        super().register_function(name, f if name == "action_back" else once(f))


def once(run: Run) -> Run:
    """The same for a single action."""

    @functools.wraps(run)
    async def checked(
        dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        turn = answer_before(tracker)
        if turn is None:
            return await run(dispatcher, tracker, domain)
        dispatcher.utter_message(json_message=turn)
        return [SlotSet("answer", None)] if tracker.active_loop else []

    return checked


def answer_before(tracker: Tracker) -> dict[str, Any] | None:
    """The turn that answered an earlier message of the same name; None where none did, or where
    it failed."""
    name = metadata_of(tracker).message
    users = [at for at, event in enumerate(tracker.events) if event["event"] == "user"]
    same = False
    for event in tracker.events[: users[-1]] if name and users else []:
        if event["event"] == "user":
            same = (event.get("metadata") or {}).get("message") == name
        elif same and event["event"] == "bot":
            turn: dict[str, Any] = (event.get("data") or {}).get("custom") or {}
            if turn.get("outcome", "failed") != "failed":
                return turn
    return None
