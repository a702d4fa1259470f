"""A message that is sent again under its name gets the turn it got, and nothing is done."""

from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.once import OnceExecutor
from messages import TextCard
from tests.actions.conftest import GOES_ON, whole

DONE = whole("decided", TextCard(text="已经提交。"))
OTHER = whole("answered", TextCard(text="别的。"))
FAILED = whole("failed", TextCard(text="没有办成。"))


class Submits(Action):
    """Counts how often it is done."""

    def __init__(self) -> None:
        self.done = 0

    def name(self) -> str:
        return "action_submits"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        self.done += 1
        dispatcher.utter_message(json_message=OTHER)
        return []


def user(name: str | None) -> dict[str, Any]:
    return {"event": "user", "text": "提交", "metadata": {"message": name} if name else {}}


def bot(turn: dict[str, Any]) -> dict[str, Any]:
    return {"event": "bot", "text": None, "data": {"custom": turn}}


async def run(
    events: list[dict[str, Any]], name: str | None = "m-1", loop: str | None = None
) -> tuple[int, dict[str, Any], list[dict[str, Any]]]:
    """How often it was done, the turn, the events."""
    action, executor = Submits(), OnceExecutor()
    executor.register_action(action)
    latest = {"text": "提交", "metadata": {"message": name} if name else {}}
    state = {"sender_id": "c-1", "slots": {}, "latest_message": latest, "events": events}
    state["active_loop"] = {"name": loop} if loop else {}
    call = {"next_action": action.name(), "tracker": state, "domain": {}}
    result = (await executor.run(call)).model_dump()
    [said] = result["responses"]
    return action.done, said["custom"], result["events"]


async def test_the_same_name_again_is_the_same_turn() -> None:
    events = [user("m-1"), bot(DONE), user("m-2"), bot(OTHER), user("m-1")]
    assert await run(events) == (0, DONE, [])


async def test_within_a_form_it_waits_for_the_next_message() -> None:
    assert await run([user("m-1"), bot(DONE), user("m-1")], loop="task_form") == (0, DONE, GOES_ON)


@pytest.mark.parametrize(
    "events",
    [
        [],
        [user("m-1")],
        [user("m-2"), bot(DONE), user("m-1")],
        [user("m-1"), user("m-2"), bot(DONE), user("m-1")],
        [user("m-1"), bot(FAILED), user("m-1")],
    ],
)
async def test_what_was_not_answered_is_done(events: list[dict[str, Any]]) -> None:
    assert await run(events) == (1, OTHER, [])


async def test_messages_without_a_name_are_never_the_same() -> None:
    assert await run([user(None), bot(DONE), user(None)], name=None) == (1, OTHER, [])
