"""Giving money back (退款): asked for by the citizen, done by a clerk, always the whole amount."""

from core.context import Core
from core.contract import ORDER_LABELS, OrderView
from core.payments.asking import ask_to_refund
from core.payments.models import OrderRow
from core.payments.moves import by_number, move, no_such_order, on_record
from core.payments.numbers import refund_number
from core.payments.views import is_double, view
from service.problems import ProblemError


def ask_for_refund(core: Core, row: OrderRow) -> None:
    """Note that the citizen asks for their money; a clerk looks at it. Row locked. A 409 problem
    where there is nothing to give back."""
    if row.state != "paid":
        raise ProblemError(409, f"这笔订单现在是「{ORDER_LABELS[row.state]}」，不能申请退款。")
    if row.refund_asked_at is None:
        row.refund_asked_at = core.now
        row.version += 1
        on_record(core, row, "ask_refund")


def refund(core: Core, order: str) -> OrderView:
    """Give the money of a paid order back, by a clerk. Once it is under way the same call only
    says how it stands. Commits before the provider is asked."""
    row = by_number(core, order, lock=True)
    if row is None:
        raise no_such_order()
    if row.state in ("refunding", "refunded"):
        return view(core, row)
    if row.state not in ("paid", "refund_failed"):
        raise ProblemError(409, f"这笔订单现在是「{ORDER_LABELS[row.state]}」，没有可以退的钱。")
    row.refunds += 1
    row.refund = refund_number(row.order, row.refunds)
    on_record(core, row, "refund_order", {"refund": row.refund, "double": is_double(row)})
    move(core, row, "refund", "clerk")
    return view(core, ask_to_refund(core, row, "clerk"))
