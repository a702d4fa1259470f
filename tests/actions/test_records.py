"""What somebody has with us: payments, appointments, tickets, work orders, by their words."""

import datetime as dt
from typing import Any

import pytest

from actions.records import SHOWN, record_card, records_turn
from actions.status import ActionStatus
from messages import TextCard
from showing.bookings import booking_card, queue_card
from showing.payments import payment_card
from showing.work_orders import work_order_card
from tests.actions.conftest import ToldBase, act, failure, tracker, whole
from tests.actions.fake_core import Away, FakeCore
from tests.core_views import booking, order, ticket, work_order

PAPERS = ["纸鸢登记要带纸鸢和身份证"]
ORDERS, BOOKINGS = "/v1/payments/orders", "/v1/appointments"
TICKETS, WORK_ORDERS = "/v1/appointments/tickets", "/v1/work-orders"
KINDS: dict[str, tuple[Any, Any]] = {
    ORDERS: (order(), payment_card(order())),
    BOOKINGS: (booking(), booking_card(booking(), bring=PAPERS)),
    TICKETS: (ticket(), queue_card(ticket())),
    WORK_ORDERS: (work_order(), work_order_card(work_order())),
}
ASKED = [
    ("我交的钱到账没", ORDERS), ("缴费成功了吗", ORDERS), ("我付了没有", ORDERS),
    ("查退款", ORDERS),
    ("我的预约", BOOKINGS), ("我约的是几点", BOOKINGS), ("my appointment", BOOKINGS),
    ("前面还有几个人", TICKETS), ("排队排到哪了", TICKETS), ("幾時輪到我", TICKETS),
    ("我的投诉有回复吗", WORK_ORDERS), ("查工单", WORK_ORDERS), ("投诉我预约的那件", WORK_ORDERS),
    ("我反映的问题怎么样了", WORK_ORDERS),
]  # fmt: skip


@pytest.mark.parametrize(("words", "path"), ASKED)
async def test_what_the_words_name_is_shown(
    words: str, path: str, base: ToldBase, core: FakeCore
) -> None:
    record, card = KINDS[path]
    core.on("GET", path, [record])
    turn = await records_turn(tracker(words, "check_case"))
    assert turn is not None
    assert (turn.outcome, turn.cards) == ("reported", [card])
    assert core.sent == [("GET", path, {"session": "c-1"})]


@pytest.mark.parametrize(("words", "path"), [ASKED[0], ASKED[4], ASKED[7], ASKED[10]])
async def test_nothing_here_says_where_else(words: str, path: str, core: FakeCore) -> None:
    core.on("GET", path, [])
    turn = await records_turn(tracker(words, "check_case"))
    assert turn is not None
    (card,) = turn.cards
    assert isinstance(card, TextCard) and "没有" in card.text
    assert turn.outcome == "reported"


@pytest.mark.parametrize("words", ["我的办件", "申请到哪一步了", "查进度"])
async def test_cases_are_none_of_these(words: str, core: FakeCore) -> None:
    assert await records_turn(tracker(words, "check_case")) is None
    assert core.sent == []


async def test_the_newest_few_are_shown(core: FakeCore) -> None:
    core.on("GET", ORDERS, [order(what=f"第{n}笔") for n in range(9)])
    turn = await records_turn(tracker("查缴费", "check_case"))
    assert turn is not None
    assert turn.cards == [payment_card(order(what=f"第{n}笔")) for n in range(SHOWN)]


async def test_the_next_appointment_comes_first_and_those_over_last(
    base: ToldBase, core: FakeCore
) -> None:
    later = booking(starts_at=booking().starts_at + dt.timedelta(days=3), says_when="再过三天")
    over = booking(state="cancelled", state_label="已取消")
    core.on("GET", BOOKINGS, [over, later, booking()])
    turn = await records_turn(tracker("我的预约", "check_case"))
    assert turn is not None
    shown = [booking(), later, over]
    assert turn.cards == [booking_card(one, bring=PAPERS) for one in shown]


async def test_the_action_on_progress_shows_them(core: FakeCore) -> None:
    core.on("GET", ORDERS, [order()])
    said = await act(ActionStatus(), tracker("查缴费", "check_case"))
    assert said.events == []
    assert said.turn == whole("reported", payment_card(order()), intent="check_case")


async def test_core_away_is_said(core: FakeCore) -> None:
    core.on("GET", ORDERS, Away())
    said = await act(ActionStatus(), tracker("查缴费", "check_case"))
    assert said.turn == whole("failed", failure("您的办件都在，没有受影响。"), intent="check_case")


def test_a_record_after_something_was_done_to_it(base: ToldBase) -> None:
    assert record_card(order(), "好。") == payment_card(order(), "好。")
    assert record_card(booking(), "好。") == booking_card(booking(), "好。", PAPERS)
    assert record_card(work_order(), "好。") == work_order_card(work_order(), "好。")
