"""Asking for one case by number and proof: two short questions, no more."""

from rasa_sdk import Tracker

from actions.apply import in_charge
from actions.forms import applying
from actions.forms.digression import answered
from actions.forms.moves import Move
from actions.status import case_by_number, status_turn, tells
from actions.turns import SURE, intent_of, said_in, structured, sureness_of
from messages import TextCard, Turn
from text.fields.questions import steering


async def move(tracker: Tracker) -> Move:
    """The number or the proof that was asked for; anything else ends the look-up."""
    said = said_in(tracker)
    if tells(said, tracker.get_slot("asked_case")):
        return await case_by_number(tracker, said)
    if said.startswith("/stop") or steering(said) in {"stop", "restart_other", "back"}:
        text = "好的，不查了。想问别的，随时说。"
        return Move(Turn(outcome="smalltalk", cards=[TextCard(text=text, speech=text)]), over=True)
    intent = intent_of(tracker) if sureness_of(tracker) >= SURE else None
    if intent in {"signed_in", "check_case"}:
        found = await status_turn(tracker)
        found.over = not found.slots
        return found
    if intent == "draft_step":
        draft = structured(tracker, "draft") or ""
        step = await applying.chosen(tracker, draft)
        step.slots = [] if step.over else in_charge(draft)
        return step
    other = await answered(tracker, None)
    other.over = not other.slots
    return other
