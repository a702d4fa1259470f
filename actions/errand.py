"""Acts that begin an errand: paying, booking, moving, cancelling, telling the hotline."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.book import book_move
from actions.documents import asks_for_document, documents_meant
from actions.doubt import ANSWERS, as_question, asks_on, in_doubt
from actions.errands import begin_errand, own_words
from actions.forms.moves import Move
from actions.pushes import push_turn, wants_news
from actions.records import own_records
from actions.tell import KINDS, says_so, tell_move
from actions.turns import intent_of, said_in, say

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
        if intent_of(tracker) == "policy_match" and wants_news(tracker):
            say(dispatcher, tracker, await push_turn(tracker.sender_id, "push_policies"))
            return []
        if asks_for_document(tracker):
            asked = as_question(tracker)
            say(dispatcher, tracker, await documents_meant(tracker, asked.turn))
            return asked.slots
        intent, doubted = intent_of(tracker), in_doubt(tracker) or asks_on(tracker)
        if doubted and intent in KINDS and says_so(said_in(tracker)) and not _known(doubted):
            doubted = None
        move = doubted or await begin(tracker, intent)
        say(dispatcher, tracker, move.turn)
        return move.slots


def _known(doubted: Move) -> bool:
    """Whether a guide answers what may be a question."""
    return doubted.turn.outcome in ANSWERS


async def begin(tracker: Tracker, intent: str) -> Move:
    """The errand of an act; `slots` put the form in charge of it."""
    if intent == "book_appointment":
        return await book_move(tracker)
    if intent in KINDS:
        return await tell_move(tracker, intent)
    return await begin_errand(tracker, PLAIN[intent], own_words(tracker))
