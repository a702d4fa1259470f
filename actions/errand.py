"""Acts that begin an errand: paying, booking, moving, cancelling, telling the hotline."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.book import book_move
from actions.doubt import in_doubt
from actions.errands import begin_errand, own_words
from actions.forms.moves import Move
from actions.records import own_records
from actions.tell import KINDS, tell_move
from actions.turns import intent_of, say

PLAIN = {
    "pay_fee": "pay",
    "move_appointment": "move-booking",
    "cancel_appointment": "cancel-booking",
    "policy_match": "entitlements",
}
"""Errands that begin with what the words say, and nothing else."""
BEGINS = frozenset({*PLAIN, *KINDS, "book_appointment"})


class ActionErrand(Action):
    def name(self) -> str:
        return "action_errand"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        if mine := await own_records(tracker):
            say(dispatcher, tracker, mine)
            return []
        move = in_doubt(tracker) or await begin(tracker, intent_of(tracker))
        say(dispatcher, tracker, move.turn)
        return move.slots


async def begin(tracker: Tracker, intent: str) -> Move:
    """The errand of an act; `slots` put the form in charge of it."""
    if intent == "book_appointment":
        return await book_move(tracker)
    if intent in KINDS:
        return await tell_move(tracker, intent)
    return await begin_errand(tracker, PLAIN[intent], own_words(tracker))
