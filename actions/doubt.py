"""An act that Rasa is in doubt of may only be a question: then its guide answers."""

from rasa_sdk import Tracker

from actions.forms.moves import Move
from actions.knowledge import knowledge
from actions.locale import language_of
from actions.question import moved_to, question_turn
from actions.thread import thread_of
from actions.turns import SURE, metadata_of, said_in, sureness_of

ANSWERS = {"answered", "silent", "clarified"}


def in_doubt(tracker: Tracker) -> Move | None:
    """The answer of a guide, or the question which one; None where the act is sure or no guide
    knows the words."""
    if said_in(tracker).startswith("/") or sureness_of(tracker) >= SURE:
        return None
    thread = thread_of(tracker)
    language = language_of(metadata_of(tracker).locale, thread.typed)
    turn = question_turn(knowledge(), thread, language)
    return Move(turn, slots=moved_to(thread, turn)) if turn.outcome in ANSWERS else None
