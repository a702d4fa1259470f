"""The provider's bill of a day against our orders (对账).

What the bill has as paid and we have not, is asked about and credited by the answer. All else
that differs is listed for a person.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from core.audit import service as audit
from core.context import SHENZHEN, Core
from core.payments.models import BillRow, OrderRow
from core.payments.moves import by_number, credit
from core.payments.providers.base import BillLine, Payment, Provider, ProviderUnavailable
from core.payments.states import WITH_MONEY
from core.payments.transactions import begin, outside
from core.payments.views import is_double
from service.problems import ProblemError


@dataclass(frozen=True)
class Outcome:
    """What came of comparing one bill; `differences` name order numbers and amounts in fen."""

    provider: str
    day: dt.date
    entries: int
    credited: int
    differences: list[str]


def reconcile(core: Core, provider: str, day: dt.date) -> Outcome:
    """Compare a day's bill. Safe to repeat; the last comparison of a day is kept. A 503 problem
    while the provider does not give its bill. The caller commits."""
    there = core.parts.payments.providers.get(provider)
    if there is None:
        raise ProblemError(404, "没有这个支付平台。")
    with outside(core):
        try:
            lines = there.daily_bill(day)
        except ProviderUnavailable as error:
            raise ProblemError(503, f"拿不到 {day} 的账单：{error}") from None
    credited, differences = 0, []
    for line in lines:
        healed, differs = _compared(core, there, line)
        credited += healed
        differences += differs
    differences += _missing(core, provider, day, lines)
    outcome = Outcome(provider, day, len(lines), credited, differences)
    _keep(core, outcome)
    return outcome


def _compared(core: Core, provider: Provider, line: BillLine) -> tuple[bool, list[str]]:
    """Whether a line was credited now, and what differs."""
    told = line.payment
    row = by_number(core, told.order)
    if row is None or row.provider != provider.name:
        return False, [f"{told.order}: in the bill, not ours, {told.amount_fen} fen"]
    if line.refund is not None:
        return False, _refund_differs(row, line)
    healed = False
    if row.state not in WITH_MONEY:
        healed = _heal(core, provider, told.order)
        row = by_number(core, told.order) or row
    return healed, _payment_differs(row, told)


def _heal(core: Core, provider: Provider, order: str) -> bool:
    """Credit an order whose payment we never heard of, by the provider's own answer."""
    told: Payment | None = None
    with outside(core):
        try:
            told = provider.query(order)
        except ProviderUnavailable:
            told = None
    row = by_number(core, order, lock=True)
    return bool(told and told.state == "paid" and row and credit(core, row, told, "bill"))


def _payment_differs(row: OrderRow, told: Payment) -> list[str]:
    if row.state not in WITH_MONEY:
        return [f"{row.order}: paid in the bill, {row.state} here"]
    found = []
    if row.amount_fen != told.amount_fen:
        found.append(f"{row.order}: {told.amount_fen} fen in the bill, {row.amount_fen} here")
    if row.transaction != told.transaction:
        found.append(f"{row.order}: another transaction in the bill")
    if is_double(row):
        found.append(f"{row.order}: paid twice for one notice, {row.amount_fen} fen to refund")
    return found


def _refund_differs(row: OrderRow, line: BillLine) -> list[str]:
    if row.refund != line.refund:
        return [f"{row.order}: refund {line.refund} is not ours"]
    if line.refund_fen != row.amount_fen:
        return [f"{row.order}: {line.refund_fen} fen refunded, {row.amount_fen} paid"]
    return []


def _missing(core: Core, provider: str, day: dt.date, lines: list[BillLine]) -> list[str]:
    """What we hold for paid on that day in Shenzhen, and the bill has not."""
    start = dt.datetime.combine(day, dt.time(), SHENZHEN)
    query = select(OrderRow.order).where(
        OrderRow.provider == provider,
        OrderRow.paid_at >= start,
        OrderRow.paid_at < start + dt.timedelta(days=1),
    )
    there = {line.payment.order for line in lines if line.refund is None}
    ours = core.db.scalars(query.order_by(OrderRow.id))
    return [f"{order}: paid here, not in the bill" for order in ours if order not in there]


def _keep(core: Core, outcome: Outcome) -> None:
    begin(core)
    this = BillRow.provider == outcome.provider, BillRow.day == outcome.day
    row = core.db.scalar(select(BillRow).where(*this).with_for_update())
    if row is None:
        row = BillRow(provider=outcome.provider, day=outcome.day)
        core.db.add(row)
    row.entries, row.credited = outcome.entries, outcome.credited
    row.differences, row.compared_at = outcome.differences, core.now
    core.db.flush()
    audit.record(
        core,
        "payment.reconcile",
        subject=f"{outcome.provider} {outcome.day}",
        detail={
            "entries": outcome.entries,
            "credited": outcome.credited,
            "differences": len(outcome.differences),
        },
    )
