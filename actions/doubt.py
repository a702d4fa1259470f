"""An act that Rasa is in doubt of may only be a question: then its guide answers."""

from rasa_sdk import Tracker

from actions.forms.moves import Move
from actions.knowledge import knowledge
from actions.locale import language_of
from actions.question import moved_to, question_turn
from actions.thread import thread_of
from actions.turns import SURE, metadata_of, said_in, sureness_of

ANSWERS = {"answered", "silent", "clarified"}
LEAST = 0.5
"""Below this the act is a guess: the words are a question, even where no guide knows them."""

SURELY = 0.9
"""A guide's confidence from which words that may mean something else are its question."""


def in_doubt(tracker: Tracker) -> Move | None:
    """The answer of a guide, or the question which one; None where the act is sure, or likely and
    no guide knows the words."""
    if said_in(tracker).startswith("/") or sureness_of(tracker) >= SURE:
        return None
    move = as_question(tracker)
    known = move.turn.outcome in ANSWERS
    return move if known or sureness_of(tracker) < LEAST else None


def guide_knows(tracker: Tracker) -> Move | None:
    """The answer of the guide that surely answers the words, taken by themselves; None where
    none does."""
    said = said_in(tracker)
    if said.startswith("/"):
        return None
    found = knowledge().resolve(said)
    sure = found.decision == "answer" and (found.confidence or 0) >= SURELY
    return as_question(tracker) if sure else None


def as_question(tracker: Tracker) -> Move:
    """What the guides say to the words."""
    thread = thread_of(tracker)
    language = language_of(metadata_of(tracker).locale, thread.typed)
    turn = question_turn(knowledge(), thread, language)
    return Move(turn, slots=moved_to(thread, turn))
