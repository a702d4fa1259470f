"""An act that Rasa is in doubt of may only be a question: then its guide answers."""

import re

from rasa_sdk import Tracker

from actions.forms.moves import Move
from actions.knowledge import knowledge
from actions.locale import language_of
from actions.question import moved_to, question_turn
from actions.thread import thread_of
from actions.turns import SURE, entities_of, metadata_of, said_in, sureness_of
from text.fields.questions import looks_like_question
from text.normalise import normalise

ANSWERS = {"answered", "silent", "clarified"}
LEAST = 0.5
"""Below this the act is a guess: the words are a question, even where no guide knows them."""

SURELY = 0.9
"""A guide's confidence from which words that may mean something else are its question."""

TAIL = re.compile(r".{3}[不未没]$")
"""A question that ends in what it denies: 要跑柜台不."""
OPINION = re.compile(r"你(?:们)?(?:觉得|认为|怎么看|支持谁|喜不喜欢)|what do you think")
NAMES_AN_ACT = re.compile(
    r"投诉|举报|反映|建议|意见|求助|帮我|帮忙|我要|我想|约|取消|改期|改到|改天|缴费|交费|缴款|付款|罚款"
    r"|通知书|哪些|什么补贴|工单|\b(?:complain|report|suggest|book|cancel|pay|please)"
)
"""Words by which somebody says what is to be done."""


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


def asks_on(tracker: Tracker) -> Move | None:
    """The answer to a question that sounds like another act. What the assistant itself thinks is
    no suggestion to hand on: it has no opinion, only guides. A question on the matter at hand is
    that matter's: 首付能用里面的钱吗 is about the provident fund, not a bill. None where the words
    name an act or anything it needs, are no question, or no guide answers."""
    said = said_in(tracker)
    words = normalise(said).rstrip("?？。. ")
    if said.startswith("/") or entities_of(tracker) or NAMES_AN_ACT.search(words):
        return None
    if OPINION.search(words):
        return as_question(tracker)
    asks = looks_like_question(said) or TAIL.search(words) is not None
    if not asks or thread_of(tracker).meant is None:
        return None
    move = as_question(tracker)
    return move if move.turn.outcome in ANSWERS else None


def as_question(tracker: Tracker) -> Move:
    """What the guides say to the words."""
    thread = thread_of(tracker)
    language = language_of(metadata_of(tracker).locale, thread.typed)
    turn = question_turn(knowledge(), thread, language)
    return Move(turn, slots=moved_to(thread, turn))
