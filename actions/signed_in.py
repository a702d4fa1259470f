"""Somebody has just signed in: goes on with what waited for it. Made by the gateway."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.apply import in_charge, resume
from actions.forms.moves import Move
from actions.turns import say
from messages import Act, Option, TextCard, Turn


class ActionSignedIn(Action):
    def name(self) -> str:
        return "action_signed_in"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        move = await signed_in_move(tracker.sender_id)
        say(dispatcher, tracker, move.turn)
        return move.slots


async def signed_in_move(session: str) -> Move:
    """What was left goes on; else what can be done now is said, and no form is in charge."""
    if left := await resume(session):
        return Move(left[0], slots=in_charge(left[1].id))
    text = "登录好了。您可以查自己的办件，也可以接着办事。"
    options = [
        Option(label="我的办件", act=Act(intent="check_case")),
        Option(label="我的数据", act=Act(intent="my_data")),
    ]
    card = TextCard(text=text, speech=text, options=options)
    return Move(Turn(outcome="smalltalk", cards=[card]), over=True)
