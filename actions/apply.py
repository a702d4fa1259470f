"""A wish to apply: opens a draft where the matter can be applied for here, else the guide."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import guide_turn
from actions.applicable import applicable, offer_applying
from actions.clients import core
from actions.clients.core import CoreAway, CoreRefused
from actions.decline import decline
from actions.failing import failed
from actions.forms.cards import draft_card, matter_of
from actions.forms.moves import Move
from actions.knowledge import knowledge
from actions.locale import language_of
from actions.question import SURELY, moved_to, question_turn
from actions.thread import thread_of
from actions.turns import (
    SURE,
    entities_of,
    key_of,
    metadata_of,
    say,
    structured,
    sureness_of,
)
from core.contract import DraftStep, DraftView
from messages import Act, ChoicesCard, Trace, Turn
from text.fields.questions import looks_like_question
from text.normalise import normalise

GO_ON = re.compile(r"继续(办|填|申请)?$|接着(办|填|来)|没(填|办)完的")
WISH = re.compile(
    r"我(?:现在)?(?:要|想|想要)(?:去)?(?:[给帮替为][^,.]{1,6}?)?(?:办|申请|申领|申报|登记|注册|续签|续办|签注|换领|补办|领)"
    r"|(?:帮|给)我(?:办|申请|登记|续签)"
    r"|\bi(?: want| need| wish| would like|'d like) to (?:apply|register|renew|open|set up)\b"
)
"""Words that wish for it outright: then a doubt of Rasa's does not count."""
GOING_ON = "接着上次的填。"
CORRECTING = "只要补正下面问到的，其余的都还在。"
FOR_WHOM = "for_whom"
"""The field that core adds where a matter can be applied for on another's behalf."""


class ActionApply(Action):
    def name(self) -> str:
        return "action_apply"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        move = await apply_move(tracker)
        say(dispatcher, tracker, move.turn)
        return move.slots


async def apply_move(tracker: Tracker) -> Move:
    """The draft's first question, or the guide; `slots` put the form in charge of the draft."""
    base, thread = knowledge(), thread_of(tracker)
    if GO_ON.search(thread.text) and (left := await resume(tracker.sender_id)):
        return Move(left[0], slots=in_charge(left[1].id))
    language = language_of(metadata_of(tracker).locale, thread.typed)
    chosen = structured(tracker, "item")
    if chosen in base.guides:
        asked = guide_turn(base, str(chosen), "process", language)
    elif chosen is not None:  # its guide was withdrawn since it was offered
        asked = decline(Trace())
    else:
        asked = question_turn(base, thread, language)
        if sureness_of(tracker) < SURE and not _wishes(thread.text):
            # perhaps only a question: its guide offers to begin
            return Move(await offer_applying(asked), slots=moved_to(thread, asked))
    item = await _meant(asked)
    turn, draft = await begin(tracker, item) if item else (None, None)
    turn = turn or _choosing_applies(await offer_applying(asked))
    return Move(turn, slots=moved_to(thread, turn) + (in_charge(draft.id) if draft else []))


async def _meant(asked: Turn) -> str | None:
    """The matter that is begun: what alone answers the words, or what they surely mean if it can
    be applied for."""
    several = any(isinstance(card, ChoicesCard) for card in asked.cards)
    if asked.outcome in {"answered", "silent"} and not several:
        return asked.trace.item
    likeliest = asked.trace.candidates[:1] if several else []
    if likeliest and likeliest[0].p >= SURELY and likeliest[0].item in await applicable():
        return likeliest[0].item
    return None


def _wishes(words: str) -> bool:
    return WISH.search(normalise(words)) is not None and not looks_like_question(words)


async def begin(tracker: Tracker, item: str) -> tuple[Turn | None, DraftView | None]:
    """Open a draft. (None, None) where core knows no such application."""
    try:
        draft = await core.open_draft(tracker.sender_id, item)
        lead = GOING_ON if draft.resumed else f"好的，这就办{draft.title}。"
        if draft.question is not None and draft.question.field == FOR_WHOM:
            lead, draft = await _for_whom(tracker, draft, lead)
    except CoreRefused:
        return None, None
    except CoreAway:
        return failed("您什么也没有丢。"), None
    return _opened(draft, lead), draft


async def _for_whom(tracker: Tracker, draft: DraftView, lead: str) -> tuple[str, DraftView]:
    """Who said for whom ("帮我妈申请") is not asked again."""
    said = entities_of(tracker).get("relation", [])
    words = [said] if isinstance(said, str) else said
    whom = [one for one in words if one not in draft.title]  # 老人 in 高龄老人津贴 is nobody
    if len(whom) != 1:
        return lead, draft
    step = DraftStep(
        session=tracker.sender_id, do="answer", text=whom[0], key=f"{key_of(tracker)}:for_whom"
    )
    result = await core.take_step(draft.id, step)
    if not result.accepted:
        return lead, draft
    return f"{lead}给谁办：{result.accepted[0].value}。", result.draft


async def resume(session: str, correcting: str | None = None) -> tuple[Turn, DraftView] | None:
    """Go on with the draft that was touched last, or the one that corrects a case; None where
    there is none or core is away. A correction is not among what opening a matter gives."""
    try:
        drafts = await core.open_drafts(session)
    except (CoreAway, CoreRefused):
        return None
    meant = [one for one in drafts if correcting in {None, one.correcting}]
    lead = CORRECTING if correcting else GOING_ON
    return (_opened(meant[0], lead), meant[0]) if meant else None


def _opened(draft: DraftView, lead: str) -> Turn:
    turn = Turn(outcome="collecting", cards=[draft_card(draft, lead)])
    turn.trace.item = matter_of(draft)
    return turn


def in_charge(draft: str) -> list[dict[str, Any]]:
    """The events that put the form, filling this draft, in charge of the next message."""
    return [
        SlotSet("task", "apply"),
        SlotSet("draft_id", draft),
        ActiveLoop("task_form"),
        SlotSet("requested_slot", "answer"),
        FollowupAction("action_listen"),
    ]


def _choosing_applies(asked: Turn) -> Turn:
    """The same turn, but choosing one of several matters begins its application."""
    for card in asked.cards:
        if isinstance(card, ChoicesCard):
            for option in card.options:
                option.act = Act(intent="start_application", item=option.item)
    return asked
