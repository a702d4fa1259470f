"""A question in the citizen's own words: answered, asked back, or declined."""

import datetime as dt
from typing import Any

from rasa_sdk.events import SlotSet

from actions.clarify import clarify, offer_sisters, which_matter
from actions.decline import decline
from actions.thread import Thread
from knowledge_base.base import KnowledgeBase, Resolution
from knowledge_base.compose import answer_resolution
from knowledge_base.wording import Language
from messages import ChoicesCard, Trace, Turn

SURELY = 0.8
"""Probability from which a wish to apply or to book is for this matter, though a question in these
words would be asked back: beginning by mistake costs a word, being asked costs a turn."""
FAR_LESS = 0.25
"""Of the likeliest matter's chance: a second one below this is not offered beside it."""
LIKELY = 0.3
"""Probability from which a matter that was asked back counts as the one at hand."""


def question_turn(base: KnowledgeBase, thread: Thread, language: Language) -> Turn:
    """What `resolve()` decides, as a turn."""
    found = base.resolve(thread.text, thread.meant, thread.case, thread.others)
    trace = trace_of(found)
    if found.decision == "ask_back":
        return clarify(base, found, trace)
    if found.decision == "which_matter":
        return which_matter(trace)
    if found.decision == "decline" or found.item is None:
        return decline(trace)
    return _answer(base, found, thread, language)


def beside_turn(base: KnowledgeBase, thread: Thread, language: Language) -> Turn | None:
    """What a guide says to the same words, to stand beside another answer: of the matter that
    would be answered, or of a likely one that no other comes near; None without."""
    found = base.resolve(thread.text, thread.meant, thread.case, thread.others)
    first, second, *_ = [*(one.p for one in found.candidates), 0.0, 0.0]
    likely = found.decision == "ask_back" and found.confidence >= LIKELY
    alone = likely and second < FAR_LESS * first
    if found.item is None or not (alone or found.decision == "answer"):
        return None
    return _answer(base, found, thread, language)


def _answer(base: KnowledgeBase, found: Resolution, thread: Thread, language: Language) -> Turn:
    """With the likeliest matter."""
    trace, guide = trace_of(found), base.guides[found.candidates[0].item]
    card, facts, known = answer_resolution(guide, found, thread.text, dt.date.today(), language)
    trace.facts = facts
    cards = [card, *offer_sisters(base, found, language)]
    return Turn(outcome="answered" if known else "silent", cards=cards, trace=trace)


def moved_to(thread: Thread, turn: Turn) -> list[dict[str, Any]]:
    """The matter now at hand. Those before it are found in the events, for "刚才说的…"."""
    stated = turn.outcome in {"answered", "silent", "directed", "collecting"}
    item = turn.trace.item if stated else _offered_first(turn)
    if item is None or item == thread.current:
        return []
    return [SlotSet("current_item", item)]


def _offered_first(turn: Turn) -> str | None:
    """The likeliest of the matters just asked back: who goes on without choosing means it."""
    offered = any(isinstance(card, ChoicesCard) for card in turn.cards)
    likeliest = turn.trace.candidates[:1] if turn.outcome == "clarified" and offered else []
    return likeliest[0].item if likeliest and likeliest[0].p >= LIKELY else None


def trace_of(found: Resolution) -> Trace:
    """What a resolution leaves in the trace."""
    return Trace(
        item=found.item,
        aspect=found.aspect,
        confidence=found.confidence,
        candidates=found.candidates,
        timings_ms=found.timings_ms,
    )
