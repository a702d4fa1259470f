"""Taking an order a step on: state, slot, audit and news, all in one transaction.

`credit` is the only place where an order becomes paid.
"""

import datetime as dt
import logging

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.audit import service as audit
from core.context import Core
from core.contract import ORDER_LABELS, News
from core.identity import service as identity
from core.outbox import service as outbox
from core.payments.models import OrderRow
from core.payments.providers.base import CURRENCY, Payment, Refund
from core.payments.states import HOLDING, OPEN, WATCHED, WITH_MONEY, StepName, target
from core.payments.views import view
from service.problems import ProblemError

log = logging.getLogger("luoxiaozheng.core.payments")

FIRST_LOOK = dt.timedelta(seconds=20)


def no_such_order() -> ProblemError:
    """The one answer for an order that is unknown and for somebody else's."""
    return ProblemError(404, "没有查到这笔订单。请核对订单号，或者登录付款时的账号再看。")


def by_number(core: Core, order: str, *, lock: bool = False) -> OrderRow | None:
    """The order of a number; `lock` holds it until the commit."""
    query = select(OrderRow).where(OrderRow.order == order)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return core.db.scalar(query)


def theirs(core: Core, row: OrderRow | None, session: str) -> OrderRow:
    """The order, to the person who is signed in and placed it, else to the session that did;
    nobody else learns that there is one."""
    if row is None or not is_theirs(core, row, session):
        raise no_such_order()
    return row


def is_theirs(core: Core, row: OrderRow, session: str) -> bool:
    person = identity.person_of(core, session)
    if person is not None and row.person is not None:
        return row.person == person.id
    return row.session == session


def move(core: Core, row: OrderRow, step: StepName, source: str) -> bool:
    """Take a step where it leads somewhere, and tell the citizen, unless the step is their own and
    no payment; whether it did. `source` is who said so: citizen, clerk, notification, query, bill,
    clock."""
    before, to = row.state, target(row.state, step)
    if to is None:
        return False
    row.state = to
    row.version += 1
    if to not in HOLDING:
        row.slot = None
    row.looks = 0
    row.next_look_at = core.now + FIRST_LOOK if to in WATCHED else None
    core.db.flush()
    on_record(core, row, step, {"from": before, "to": to, "by": source})
    if source != "citizen" or step == "paid":
        announce(core, row)
    return True


def credit(core: Core, row: OrderRow, told: Payment, source: str) -> bool:
    """Believe a payment that a verified notification or a query tells of; whether it could be. The
    row is locked. Another amount, currency, account, order or second transaction is refused, and
    goes on record."""
    wrong = _wrong(core, row, told)
    if wrong is None and row.state in WITH_MONEY:
        return True
    if wrong is None:
        try:
            with core.db.begin_nested():
                row.transaction = told.transaction
                core.db.flush()
        except IntegrityError:
            wrong = "transaction of another order"
            core.db.refresh(row)
    if wrong is not None:
        log.error("payment refused", extra={"order": row.order, "why": wrong})
        on_record(core, row, "mismatch", {"why": wrong, "by": source})
        return False
    _take_slot(core, row)
    row.paid_at = told.paid_at or core.now
    return move(core, row, "paid", source)


def settle_refund(core: Core, row: OrderRow, told: Refund, source: str) -> bool:
    """Believe what a provider says of the refund under way; whether it could be. Row locked."""
    if told.refund != row.refund or told.order != row.order or told.amount_fen != row.amount_fen:
        log.error("refund refused", extra={"order": row.order})
        on_record(core, row, "mismatch", {"why": "refund", "by": source})
        return False
    if told.state == "done":
        row.refunded_at = row.refunded_at or told.at or core.now
        move(core, row, "refunded", source)
    elif told.state == "failed":
        move(core, row, "refund_failed", source)
    return True


def on_record(
    core: Core, row: OrderRow, what: str, detail: dict[str, str | int | bool] | None = None
) -> None:
    """An entry of the audit about an order."""
    about = {"amount_fen": row.amount_fen, **(detail or {})}
    audit.record(
        core, f"payment.{what}", person=row.person, subject=row.order, purpose="缴费", detail=about
    )


def announce(core: Core, row: OrderRow) -> None:
    """Tell the session that placed the order how it stands now, once a state."""
    outbox.publish(
        core,
        News(
            key=f"order-{row.order}-{row.version}-{row.state}",
            session=row.session,
            kind="order_changed",
            order=view(core, row),
            says=f"您的缴费订单（{row.order}）有新进展：{ORDER_LABELS[row.state]}。",
        ),
    )


def _wrong(core: Core, row: OrderRow, told: Payment) -> str | None:
    """What of a payment is not as it was ordered, or None."""
    provider = core.parts.payments.providers[row.provider]
    checks = {
        "order": told.order == row.order,
        "state": told.state == "paid",
        "amount": told.amount_fen == row.amount_fen,
        "currency": told.currency == CURRENCY,
        "account": told.account == provider.account,
        "transaction": bool(told.transaction) and row.transaction in (None, told.transaction),
    }
    return next((name for name, right in checks.items() if not right), None)


def _take_slot(core: Core, row: OrderRow) -> None:
    """A closed order that was paid after all pays its notice, even where another is open: that one
    is closed next. Where another has paid it, this is money to be given back, and a clerk sees it
    as asked for."""
    if row.slot is not None:
        return
    other = core.db.scalar(select(OrderRow).where(OrderRow.slot == row.number).with_for_update())
    if other is not None and other.state in OPEN:
        other.slot, other.expires_at, other.next_look_at = None, core.now, core.now
        core.db.flush()
        other = None
    if other is None:
        row.slot = row.number
        core.db.flush()
        return
    row.refund_asked_at = core.now
    on_record(core, row, "double")
