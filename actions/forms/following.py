"""Asking for one case by number and proof: two short questions, no more."""

from rasa_sdk import Tracker

from actions.forms.digression import answered
from actions.forms.moves import Move
from actions.status import case_by_number, tells
from actions.turns import said_in
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
    return Move(await answered(tracker, None), over=True)
