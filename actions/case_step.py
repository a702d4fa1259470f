"""Something the owner of a case does to it, chosen on its card."""

from typing import Any

from pydantic import TypeAdapter, ValidationError
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.apply import in_charge, resume
from actions.clients import core
from actions.clients.core import CoreAway, CoreRefused
from actions.failing import failed
from actions.forms.moves import Move
from actions.turns import say, structured
from core.contract import CasePower
from messages import NoticeCard, Turn
from showing.cases import case_card

DONE = {
    "withdraw": "已经撤回。",
    "follow": "好的，有进展我在这里告诉您。",
    "unfollow": "好的，不再提醒您这件事。",
    "ask_review": "已经请审核人员复核。",
    "correct": "",
}


class ActionCaseStep(Action):
    def name(self) -> str:
        return "action_case_step"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        move = await case_move(tracker)
        say(dispatcher, tracker, move.turn)
        return move.slots


async def case_move(tracker: Tracker) -> Move:
    """The case afterwards; with `correct` its draft, and `slots` that put the form in charge."""
    number, chosen = structured(tracker, "case"), structured(tracker, "do")
    try:
        do = TypeAdapter[CasePower](CasePower).validate_python(chosen)
        case = await core.case_step(tracker.sender_id, number or "", do)
    except (CoreAway, ValidationError):
        return Move(failed("您的办件没有受影响。"))
    except CoreRefused as error:
        card = NoticeCard(text=error.says, speech=error.says)
        return Move(Turn(outcome="reported", cards=[card]))
    if do == "correct" and (left := await resume(tracker.sender_id, correcting=case.number)):
        return Move(left[0], slots=in_charge(left[1].id))
    turn = Turn(outcome="reported", cards=[case_card(case, DONE[do])])
    turn.trace.item = case.item
    return Move(turn)
