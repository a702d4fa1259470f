"""A wish to apply: opens a draft where the matter can be applied for here, else the guide."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import guide_turn
from actions.clients import core
from actions.clients.core import CoreAway, CoreRefused
from actions.failing import failed
from actions.forms.cards import draft_card
from actions.knowledge import knowledge
from actions.locale import language_of
from actions.question import moved_to, question_turn
from actions.thread import thread_of
from actions.turns import metadata_of, say, structured
from core.contract import DraftView
from messages import Act, ChoicesCard, Turn

GO_ON = re.compile(r"继续(办|填|申请)?$|接着(办|填|来)|没(填|办)完的")


class ActionApply(Action):
    def name(self) -> str:
        return "action_apply"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        base, thread = knowledge(), thread_of(tracker)
        if GO_ON.search(thread.text) and (left := await resume(tracker.sender_id)):
            say(dispatcher, tracker, left[0])
            return in_charge(left[1].id)
        language = language_of(metadata_of(tracker).locale, thread.typed)
        chosen = structured(tracker, "item")
        if chosen in base.guides:
            asked = guide_turn(base, str(chosen), "process", language)
        else:
            asked = question_turn(base, thread, language)
        item = asked.trace.item if asked.outcome in {"answered", "silent"} else None
        turn, draft = await begin(tracker.sender_id, item) if item else (None, None)
        turn = turn or _choosing_applies(asked)
        say(dispatcher, tracker, turn)
        return moved_to(thread, turn) + (in_charge(draft.id) if draft else [])


async def begin(session: str, item: str) -> tuple[Turn | None, DraftView | None]:
    """Open a draft. (None, None) where core knows no such application."""
    try:
        draft = await core.open_draft(session, item)
    except CoreRefused:
        return None, None
    except CoreAway:
        return failed("您什么也没有丢。"), None
    lead = "接着上次的填。" if draft.resumed else f"好的，这就办{draft.title}。"
    turn = Turn(outcome="collecting", cards=[draft_card(draft, lead)])
    turn.trace.item = item
    return turn, draft


async def resume(session: str) -> tuple[Turn, DraftView] | None:
    """Go on with the draft that was touched last; None where there is none or core is away."""
    try:
        drafts = await core.open_drafts(session)
    except (CoreAway, CoreRefused):
        return None
    if not drafts:
        return None
    turn, draft = await begin(session, drafts[0].item)
    return (turn, draft) if turn and draft else None


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
