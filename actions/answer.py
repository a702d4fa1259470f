"""Answers a question on any matter, whatever the aspect; asks back; or declines."""

import datetime as dt
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.clarify import clarify, which_matter
from actions.decline import decline
from actions.knowledge import knowledge
from actions.locale import language_of
from actions.thread import Thread, thread_of
from actions.turns import metadata_of, say, structured
from knowledge_base.base import KnowledgeBase, Resolution
from knowledge_base.compose import answer_aspect, answer_resolution
from knowledge_base.difference import two_matters
from knowledge_base.wording import Language
from messages import Aspect, TextCard, Trace, Turn

LIKELY = 0.3
"""Probability from which a matter that was asked back counts as the one at hand."""


class ActionAnswer(Action):
    """One action for every question: `resolve()` finds the matter, a card states it."""

    def name(self) -> str:
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        base, thread = knowledge(), thread_of(tracker)
        language = language_of(metadata_of(tracker).locale, thread.typed)
        chosen = structured(tracker, "item")
        if chosen in base.guides:
            turn = _chosen(base, str(chosen), structured(tracker, "aspect"), language)
        elif chosen is not None:  # its guide was withdrawn since it was offered
            turn = decline(Trace())
        elif pair := two_matters(base, thread.text):
            turn = _difference(base, pair, language)
        else:
            turn = _asked(base, thread, language)
        say(dispatcher, tracker, turn)
        return moved_to(thread, turn)


def moved_to(thread: Thread, turn: Turn) -> list[dict[str, Any]]:
    """The matter now at hand, and the one before it, for "刚才说的…"."""
    item = turn.trace.item if turn.outcome in {"answered", "silent"} else _offered_first(turn)
    if item is None or item == thread.current:
        return []
    return [SlotSet("current_item", item), SlotSet("earlier_item", thread.current)]


def _offered_first(turn: Turn) -> str | None:
    """The likeliest of the matters just asked back: who goes on without choosing means it."""
    likeliest = turn.trace.candidates[:1] if turn.outcome == "clarified" else []
    return likeliest[0].item if likeliest and likeliest[0].p >= LIKELY else None


def _asked(base: KnowledgeBase, thread: Thread, language: Language) -> Turn:
    found = base.resolve(thread.text, thread.meant, thread.case)
    trace = trace_of(found)
    if found.decision == "ask_back":
        return clarify(base, found, trace)
    if found.decision == "which_matter":
        return which_matter(trace)
    if found.decision == "decline" or found.item is None:
        return decline(trace)
    guide = base.guides[found.item]
    card, facts, known = answer_resolution(guide, found, thread.text, dt.date.today(), language)
    trace.facts = facts
    return Turn(outcome="answered" if known else "silent", cards=[card], trace=trace)


def _chosen(base: KnowledgeBase, item: str, aspect: str | None, language: Language) -> Turn:
    asked: Aspect = aspect or "overview"  # type: ignore[assignment]
    card, facts, known = answer_aspect(base.guides[item], asked, dt.date.today(), language)
    trace = Trace(item=item, aspect=asked, confidence=1.0, facts=facts)
    return Turn(outcome="answered" if known else "silent", cards=[card], trace=trace)


def _difference(base: KnowledgeBase, pair: tuple[str, str], language: Language) -> Turn:
    """What each of the two is, then who each is for."""
    guides = [base.guides[item] for item in pair]
    if language == "en":
        said = " ".join(f"{guide.name_en}: {guide.summary_en}" for guide in guides)
        text = f"These are two matters. {said}"
    else:
        text = "这是两件事。" + "".join(f"{g.short_name}：{g.summary}" for g in guides)
    answers = [answer_aspect(guide, "eligibility", dt.date.today(), language) for guide in guides]
    trace = Trace(item=pair[0], aspect="overview", facts=[f for _, ids, _ in answers for f in ids])
    cards = [TextCard(text=text, speech=text), *(card for card, _, _ in answers)]
    return Turn(outcome="answered", cards=cards, trace=trace)


def trace_of(found: Resolution) -> Trace:
    """What a resolution leaves in the trace."""
    return Trace(
        item=found.item,
        aspect=found.aspect,
        confidence=found.confidence,
        candidates=found.candidates,
        timings_ms=found.timings_ms,
    )
