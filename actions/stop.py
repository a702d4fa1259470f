"""Stops what is going on and forgets the matter at hand."""

import re
from contextlib import suppress
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.clients import core
from actions.clients.core import CoreAway, CoreRefused
from actions.turns import key_of, said_in, say
from core.contract import OrderView
from messages import TextCard, Turn
from showing.payments import payment_card

NO_PAYING = re.compile("[不唔]想?(?:付|缴|交|俾|畀|买单)|cancel (?:the|my) payment")


class ActionStop(Action):
    def name(self) -> str:
        return "action_stop"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        text = "好的，这件事先到这里。想问别的，随时说。"
        turn = Turn(outcome="smalltalk", cards=[TextCard(text=text, speech=text)])
        if order := await _closed(tracker):
            turn = Turn(outcome="reported", cards=[payment_card(order, "好的，不付了。")])
        say(dispatcher, tracker, turn)
        return [SlotSet("current_item", None)]


async def _closed(tracker: Tracker) -> OrderView | None:
    """The newest order, where it can be closed and the words say not to pay it."""
    if not NO_PAYING.search(said_in(tracker)):
        return None
    with suppress(CoreAway, CoreRefused):
        newest = next(iter(await core.orders(tracker.sender_id)), None)
        if newest is not None and "close" in newest.powers:
            return await core.order_step(tracker.sender_id, newest.order, "close", key_of(tracker))
    return None
