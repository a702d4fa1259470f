"""Something done to an order, an appointment or a work order, chosen on its card."""

from typing import Any

from pydantic import TypeAdapter, ValidationError
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.clients import core
from actions.clients.core import CoreAway, CoreRefused
from actions.errands import begin_errand
from actions.failing import failed
from actions.forms.moves import Move
from actions.records import record_card
from actions.turns import key_of, say, structured
from core.contract import (
    BookingPower,
    BookingView,
    OrderPower,
    OrderView,
    WorkOrderPower,
    WorkOrderStep,
    WorkOrderView,
)
from messages import NoticeCard, Turn

SAYS = {
    "refresh": "查过了。",
    "close": "好的，不付了。",
    "ask_refund": "退款的要求记下了。",
    "cancel": "取消好了。",
    "check_in": "签到好了。",
    "urge": "已经帮您催了。",
    "rate": "谢谢您的评价。",
    "withdraw": "已经撤回。",
}


class ActionRecordStep(Action):
    def name(self) -> str:
        return "action_record_step"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        move = await record_move(tracker)
        say(dispatcher, tracker, move.turn)
        return move.slots


async def record_move(tracker: Tracker) -> Move:
    """The record afterwards; moving an appointment asks when to, so `slots` open that errand."""
    number, do = structured(tracker, "case") or "", structured(tracker, "do") or ""
    if do == "move":
        return await begin_errand(tracker, "move-booking", [("booking", number)])
    try:
        record = await _done(tracker, number, do)
    except (CoreAway, ValidationError):
        return Move(failed("什么也没有改变。"))
    except CoreRefused as error:
        return Move(
            Turn(outcome="reported", cards=[NoticeCard(text=error.says, speech=error.says)])
        )
    paid = isinstance(record, OrderView) and record.state == "paid"
    return Move(
        Turn(
            outcome="paid" if paid else "reported",
            cards=[record_card(record, SAYS.get(do, ""))],
        )
    )


async def _done(tracker: Tracker, number: str, do: str) -> OrderView | BookingView | WorkOrderView:
    """The first letter of a number tells what it is of: P, B or G."""
    session, key = tracker.sender_id, key_of(tracker)
    if number.startswith("P"):
        power = TypeAdapter[OrderPower](OrderPower).validate_python(do)
        return await core.order_step(session, number, power, key)
    if number.startswith("B"):
        step = TypeAdapter[BookingPower](BookingPower).validate_python(do)
        return await core.booking_step(session, number, step, key)
    stars = structured(tracker, "field")
    asked = WorkOrderStep(
        session=session,
        do=TypeAdapter[WorkOrderPower](WorkOrderPower).validate_python(do),
        rating=int(stars) if stars and stars.isdigit() else None,
        key=key or None,
    )
    return await core.work_order_step(number, asked)
