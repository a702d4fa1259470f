"""Beginning an errand: a fresh draft in core that takes what the words already say."""

from collections.abc import Sequence

from rasa_sdk import Tracker

from actions.apply import GO_ON, in_charge, resume
from actions.clients import core
from actions.clients.core import CoreAway, CoreRefused
from actions.failing import failed
from actions.forms.cards import draft_card
from actions.forms.moves import Move
from actions.matters import with_matters
from actions.turns import key_of, said_in
from core.contract import DraftKind, DraftStep, DraftView, StepResult
from messages import Turn

LEADS: dict[DraftKind, str] = {
    "application": "",
    "payment": "好的，帮您缴费。",
    "booking": "好的，帮您预约。",
    "moving": "好的，帮您改时间。",
    "cancelling": "好的，帮您取消。",
    "work_order": "好的，我帮您转交。",
    "entitlements": "好的，帮您看看。",
}
NOTHING_LOST = "您什么也没有丢。"


async def begin_errand(
    tracker: Tracker, errand: str, known: Sequence[tuple[str | None, str]]
) -> Move:
    """The errand's first open question. `known`: what the words already say, by field; without
    a field it is offered to the one that is asked. `slots` put the form in charge."""
    if GO_ON.search(said_in(tracker)) and (left := await resume(tracker.sender_id)):
        return Move(left[0], slots=in_charge(left[1].id))
    try:
        draft = await core.open_draft(tracker.sender_id, errand, fresh=True)
        lead = LEADS[draft.kind]
        for number, (field, words) in enumerate(known):
            result = await _offer(tracker, draft, field, words, number)
            draft = result.draft
            if result.refusal is not None and result.refusal.objection:
                lead = result.refusal.says
    except CoreAway:
        return Move(failed(NOTHING_LOST))
    except CoreRefused as error:
        return Move(failed(error.says))
    card = with_matters(draft_card(draft, lead), said_in(tracker))
    turn = Turn(outcome="collecting", cards=[card])
    turn.trace.item = draft.about
    return Move(turn, slots=in_charge(draft.id))


def own_words(tracker: Tracker, field: str | None = None) -> list[tuple[str | None, str]]:
    """The message itself, where it was not chosen on a card."""
    said = said_in(tracker)
    return [] if said.startswith("/") else [(field, said)]


async def _offer(
    tracker: Tracker, draft: DraftView, field: str | None, words: str, number: int
) -> StepResult:
    key = f"{key_of(tracker)}:opening:{number}" if key_of(tracker) else None
    step = DraftStep(
        session=tracker.sender_id, do="opening", text=words[:2000], field=field, key=key
    )
    return await core.take_step(draft.id, step)
