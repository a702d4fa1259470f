"""Answers a question on any matter, whatever the aspect; asks back; or declines."""

import datetime as dt
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.applicable import offer_applying
from actions.decline import decline
from actions.documents import documents_meant
from actions.hall import hall_meant
from actions.knowledge import knowledge
from actions.locale import language_of
from actions.question import moved_to, question_turn
from actions.records import own_records
from actions.thread import thread_of
from actions.turns import metadata_of, say, structured
from knowledge_base.base import KnowledgeBase
from knowledge_base.compose import answer_aspect
from knowledge_base.difference import two_matters
from knowledge_base.wording import Language
from messages import Aspect, TextCard, Trace, Turn


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
            turn = guide_turn(base, str(chosen), structured(tracker, "aspect"), language)
        elif chosen is not None:  # its guide was withdrawn since it was offered
            turn = decline(Trace())
        elif mine := await own_records(tracker):
            say(dispatcher, tracker, mine)
            return []
        elif pair := two_matters(base, thread.text):
            turn = _difference(base, pair, language)
        else:
            turn = hall_meant(tracker, question_turn(base, thread, language))
        turn = await documents_meant(tracker, turn)
        say(dispatcher, tracker, await offer_applying(turn))
        return moved_to(thread, turn)


def guide_turn(base: KnowledgeBase, item: str, aspect: str | None, language: Language) -> Turn:
    """What the guide of a known matter says of one aspect."""
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
