"""Answers a question on any matter, whatever the aspect; asks back; or declines."""

import datetime as dt
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.clarify import clarify, which_matter
from actions.decline import decline
from actions.knowledge import knowledge
from actions.turns import metadata_of, say, structured
from knowledge_base.base import KnowledgeBase, Resolution
from knowledge_base.compose import answer, answer_resolution, facts_of_aspect
from messages import Aspect, GuideCard, Trace, Turn


class ActionAnswer(Action):
    """One action for every question: `resolve()` finds the matter, a card states it."""

    def name(self) -> str:
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        base, locale = knowledge(), metadata_of(tracker).locale
        chosen = structured(tracker, "item")
        if chosen in base.guides:
            turn = _chosen(base, str(chosen), structured(tracker, "aspect"), locale)
        elif chosen is not None:  # its guide was withdrawn since it was offered
            turn = decline(Trace())
        else:
            text = tracker.latest_message.get("text") or ""
            turn = _asked(base, base.resolve(text, tracker.get_slot("current_item")), locale)
        say(dispatcher, tracker, turn)
        item = turn.trace.item if turn.outcome in {"answered", "silent"} else None
        return [SlotSet("current_item", item)] if item else []


def _asked(base: KnowledgeBase, found: Resolution, locale: str) -> Turn:
    trace = Trace(
        item=found.item,
        aspect=found.aspect,
        confidence=found.confidence,
        candidates=found.candidates,
        timings_ms=found.timings_ms,
    )
    if found.decision == "ask_back":
        return clarify(base, found, trace)
    if found.decision == "which_matter":
        return which_matter(trace)
    if found.decision == "decline" or found.item is None:
        return decline(trace)
    card, facts, known = answer_resolution(base.guides[found.item], found, dt.date.today())
    trace.facts = facts
    return _turn(base, card, known, trace, locale)


def _chosen(base: KnowledgeBase, item: str, aspect: str | None, locale: str) -> Turn:
    guide = base.guides[item]
    asked: Aspect = aspect or "overview"  # type: ignore[assignment]
    card, facts, known = answer(guide, asked, facts_of_aspect(guide, asked), dt.date.today())
    trace = Trace(item=item, aspect=asked, confidence=1.0, facts=facts)
    return _turn(base, card, known, trace, locale)


def _turn(base: KnowledgeBase, card: GuideCard, known: bool, trace: Trace, locale: str) -> Turn:
    if locale == "en":
        guide = base.guides[str(card.item)]
        intro = f"{guide.name_en}: {guide.summary_en} Details are in Chinese for now."
        card = card.model_copy(
            update={"lead": f"{intro}\n{card.lead}", "text": f"{intro}\n{card.text}"}
        )
    return Turn(outcome="answered" if known else "silent", cards=[card], trace=trace)
