"""Something done to an order, an appointment or a work order, chosen on its card."""

from typing import Any

import pytest

from actions.errands import LEADS
from actions.forms.cards import draft_card
from actions.record_step import SAYS, ActionRecordStep
from actions.records import record_card
from messages import NoticeCard
from tests.actions.conftest import ToldBase, act, failure, fills, tracker, whole
from tests.actions.fake_core import Away, FakeCore, No, draft, result
from tests.core_views import BOOKING, ORDER, WORK_ORDER, booking, order, work_order

ORDER_STEPS = f"/v1/payments/orders/{ORDER}/steps"
BOOKING_STEPS = f"/v1/appointments/{BOOKING}/steps"
WORK_ORDER_STEPS = f"/v1/work-orders/{WORK_ORDER}/steps"
STEPS: list[tuple[str, str, str, Any]] = [
    (ORDER, "refresh", ORDER_STEPS, order()),
    (ORDER, "close", ORDER_STEPS, order(state="closed", state_label="已关闭", powers=[])),
    (ORDER, "ask_refund", ORDER_STEPS, order(state="refunding", state_label="退款中")),
    (BOOKING, "cancel", BOOKING_STEPS, booking(state="cancelled", state_label="已取消")),
    (BOOKING, "check_in", BOOKING_STEPS, booking(state="checked_in", state_label="已签到")),
    (WORK_ORDER, "urge", WORK_ORDER_STEPS, work_order()),
    (WORK_ORDER, "withdraw", WORK_ORDER_STEPS, work_order(state="withdrawn")),
]


def step(number: str, do: str, **more: str) -> Any:
    entities = {"case": number, "do": do, **more}
    return tracker("/record_step{...}", "record_step", entities=entities)


@pytest.mark.parametrize(("number", "do", "path", "after"), STEPS)
async def test_a_step_is_taken_once_and_what_came_of_it_shown(
    number: str, do: str, path: str, after: Any, base: ToldBase, core: FakeCore
) -> None:
    core.on("POST", path, after)
    said = await act(ActionRecordStep(), step(number, do))
    (sent,) = core.to("POST", path)
    known = {key: value for key, value in sent.items() if value is not None}
    assert known == {"session": "c-1", "do": do, "key": "m-1"}
    assert said.events == []
    card = record_card(after, SAYS[do])
    assert said.turn == whole("reported", card, intent="record_step")


async def test_a_payment_that_came_in_is_paid(core: FakeCore) -> None:
    paid = order(state="paid", state_label="已支付", receipt=True)
    core.on("POST", ORDER_STEPS, paid)
    said = await act(ActionRecordStep(), step(ORDER, "refresh"))
    assert said.turn == whole("paid", record_card(paid, "查过了。"), intent="record_step")


@pytest.mark.parametrize(("stars", "rating"), [("5", 5), ("1", 1)])
async def test_a_work_order_is_rated(stars: str, rating: int, core: FakeCore) -> None:
    rated = work_order(state="closed", state_label="已办结", answer="好了", rating=rating)
    core.on("POST", WORK_ORDER_STEPS, rated)
    said = await act(ActionRecordStep(), step(WORK_ORDER, "rate", field=stars))
    (sent,) = core.to("POST", WORK_ORDER_STEPS)
    assert (sent["do"], sent["rating"], sent["key"]) == ("rate", rating, "m-1")
    assert said.turn["cards"][0]["text"].startswith("谢谢您的评价。")


async def test_moving_an_appointment_asks_when_to(core: FakeCore) -> None:
    now = draft(kind="moving", item="move-booking", title="改预约", about="deng-ji")
    core.on("POST", "/v1/drafts", now)
    core.on("POST", "/v1/drafts/D-1/steps", result(now))
    said = await act(ActionRecordStep(), step(BOOKING, "move"))
    assert core.to("POST", "/v1/drafts") == [
        {"session": "c-1", "item": "move-booking", "fresh": True}
    ]
    assert [(one["field"], one["text"]) for one in core.steps] == [("booking", BOOKING)]
    assert said.events == fills()
    card = draft_card(now, LEADS[now.kind])
    assert said.turn == whole("collecting", card, intent="record_step", item="deng-ji")


async def test_a_refusal_says_why(core: FakeCore) -> None:
    core.on("POST", BOOKING_STEPS, No(409, "已经过了时间，不能取消。"))
    said = await act(ActionRecordStep(), step(BOOKING, "cancel"))
    card = NoticeCard(text="已经过了时间，不能取消。", speech="已经过了时间，不能取消。")
    assert said.turn == whole("reported", card, intent="record_step")


@pytest.mark.parametrize(
    ("number", "do"),
    [
        (ORDER, "urge"), (BOOKING, "rate"), (WORK_ORDER, "close"), (ORDER, ""), ("", "cancel"),
        (ORDER, "cancel"),
    ],
)  # fmt: skip
async def test_what_is_no_step_of_it_changes_nothing(number: str, do: str, core: FakeCore) -> None:
    said = await act(ActionRecordStep(), step(number, do))
    assert core.sent == []
    assert said.turn == whole("failed", failure("什么也没有改变。"), intent="record_step")


async def test_core_away_changes_nothing(core: FakeCore) -> None:
    core.on("POST", ORDER_STEPS, Away())
    said = await act(ActionRecordStep(), step(ORDER, "close"))
    assert said.turn == whole("failed", failure("什么也没有改变。"), intent="record_step")


def test_it_has_the_name_that_the_rules_call() -> None:
    assert ActionRecordStep().name() == "action_record_step"
