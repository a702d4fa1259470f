"""A wish to book an appointment, or to take a queue ticket: the matter by search."""

import re

from rasa_sdk import Tracker

from actions.clients import core
from actions.clients.core import CoreAway, CoreRefused
from actions.errands import begin_errand, own_words
from actions.failing import failed
from actions.forms.moves import Move
from actions.matters import likeliest, matter_meant
from actions.question import moved_to
from actions.thread import Thread, thread_of
from actions.turns import key_of, said_in, structured
from messages import TextCard, Turn
from showing.bookings import queue_card
from text.normalise import normalise

WAYS = {"上门": "上门办", "到家": "上门办", "帮办": "帮办", "视频": "视频办", "video": "视频办"}
"""Words for ways other than going to a window."""


TAKES_TICKET = re.compile("[取拿领]个?号|拿个?筹|现在排队")
"""A queue ticket of today, no appointment."""


async def book_move(tracker: Tracker) -> Move:
    """The first open question; the matter comes from the words, else from what was talked of."""
    thread = thread_of(tracker)
    if TAKES_TICKET.search(normalise(said_in(tracker))):
        return Move(await ticket_turn(tracker, thread))
    matter = matter_meant(thread.text, structured(tracker, "item") or thread.current)
    known: list[tuple[str | None, str]] = [("matter", matter)] if matter else []
    said = said_in(tracker).lower()
    known += [("way", way) for word, way in WAYS.items() if word in said][:1]
    move = await begin_errand(tracker, "book", [*known, *own_words(tracker, "when")])
    move.slots += moved_to(thread, move.turn)
    return move


async def ticket_turn(tracker: Tracker, thread: Thread) -> Turn:
    """A queue ticket of today for the matter that was named, or for the likeliest: alike ones have
    one queue; else for the general windows."""
    matter = matter_meant(thread.text, None) or next(iter(likeliest(thread.text)), None)
    matter = matter or matter_meant(thread.text, thread.current)
    item = matter.partition("|")[0] if matter else None
    try:
        ticket = await core.take_ticket(tracker.sender_id, item, key_of(tracker))
    except CoreAway:
        return failed("没有取号，可以再说一次，或者到大厅的取号机上取。")
    except CoreRefused as error:
        return Turn(outcome="directed", cards=[TextCard(text=error.says, speech=error.says)])
    turn = Turn(outcome="booked", cards=[queue_card(ticket, "取好了。")])
    turn.trace.item = item
    return turn
