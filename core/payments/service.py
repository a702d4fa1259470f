"""Payments (缴费) for the other modules of core and the routes."""

from sqlalchemy import and_, or_, select

from core.context import Core
from core.contract import ORDER_LABELS, OrderStep, OrderView
from core.identity import service as identity
from core.payments.asking import close, refresh
from core.payments.looking import find_notice, purge
from core.payments.models import OrderRow
from core.payments.moves import by_number, theirs
from core.payments.notifying import take_notification
from core.payments.personal import data_of, forget_person
from core.payments.placing import place_order
from core.payments.receipts import check_receipt, receipt
from core.payments.refunds import ask_for_refund, refund
from core.payments.states import OPEN
from core.payments.transactions import keep
from core.payments.views import has_receipt, view
from service.problems import ProblemError

__all__ = [
    "check_receipt",
    "data_of",
    "find_notice",
    "forget_person",
    "mine",
    "one",
    "place_order",
    "purge",
    "receipt",
    "refund",
    "step",
    "take_notification",
]


def one(core: Core, order: str, session: str) -> OrderView:
    """An order of this session or of who is signed in; a 404 problem for any other."""
    return view(core, theirs(core, by_number(core, order), session))


def mine(core: Core, session: str, limit: int) -> list[OrderView]:
    """The orders of this session and of who is signed in, newest first."""
    person = identity.person_of(core, session)
    here = OrderRow.session == session
    nobodys = and_(here, OrderRow.person.is_(None))
    own = here if person is None else or_(nobodys, OrderRow.person == person.id)
    query = select(OrderRow).where(own).order_by(OrderRow.id.desc()).limit(limit)
    return [view(core, row) for row in core.db.scalars(query)]


def step(core: Core, order: str, asked: OrderStep) -> OrderView:
    """Do what the citizen asks with an order. Each step may be repeated: what is done is done.

    `refresh` and `close` commit before the provider is asked.
    """
    row = theirs(core, by_number(core, order, lock=True), asked.session)
    match asked.do:
        case "refresh":
            row = refresh(core, row, "query")
        case "close":
            row = _closed(core, row)
        case "ask_refund":
            ask_for_refund(core, row)
        case "receipt":
            if not has_receipt(row):
                raise ProblemError(409, "这笔订单没有缴费凭证：还没有收到付款，或者已经退款。")
    return view(core, row)


def _closed(core: Core, row: OrderRow) -> OrderRow:
    """Close an open order. One that was paid meanwhile is told so; one that the provider does not
    know yet goes on until its time is over."""
    if row.state in OPEN:
        row = close(core, row, "citizen")
    if row.state in OPEN:
        row = refresh(core, row, "query")
        keep(core)
    if row.state in OPEN:
        raise ProblemError(
            503, "支付平台暂时没有确认关闭。您不付款就不会扣钱，时间到了订单会自己关闭。"
        )
    if row.state not in ("closed", "failed"):
        raise ProblemError(409, f"这笔订单现在是「{ORDER_LABELS[row.state]}」，不能关闭。")
    return row
