"""Finding a payment notice by its number and its unit, without telling guessers anything."""

import datetime as dt
import hmac
import logging
from contextlib import suppress

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from core.audit import service as audit
from core.context import Core
from core.contract import NoticeView
from core.guessing import Guard
from core.payments.models import NoticeRow, OrderRow, TryRow
from core.payments.notices import Notice, NoticesUnavailable, masked
from core.payments.numbers import digits
from service.problems import ProblemError

log = logging.getLogger("luoxiaozheng.core.payments")

GUARD = Guard(TryRow, "打电话问开单的单位")
FRESH = dt.timedelta(minutes=5)
"""A session that sees the same notice again within this time asks no register."""
KEEP_SEEN = dt.timedelta(days=1)
NOT_FOUND = "没有查到这张缴款通知书。请核对通知书编码和执收单位编码，两个都要和通知书上的一样。"
UNAVAILABLE = "缴款通知书的系统暂时没有回应，没有扣款。请过一会儿再查。"


def find_notice(core: Core, session: str, number: str, unit_code: str) -> NoticeView:
    """The notice, with its payer masked. A 404 problem, the same and after the same work, for an
    unknown number and for another unit; 429 after too many of those, 503 while the register is
    away. A failed try is counted in the transaction of the call: commit it also then."""
    number, unit = digits(number), digits(unit_code)
    known = _seen(core, session, number)
    if known is None or not _same(known.unit_code, unit):
        GUARD.refuse(core, session, number)
        known = _ask(core, session, number, unit)
    found = NoticeView.model_validate(known.seen)
    if found.state == "open" and _is_paid(core, number):
        return found.model_copy(update={"state": "paid"})
    return found


def purge(core: Core, dry_run: bool = False) -> int:
    """Delete failed tries that count no more and notices seen yesterday; how many."""
    old = NoticeRow.seen_at <= core.now - KEEP_SEEN
    seen = core.db.scalar(select(func.count()).select_from(NoticeRow).where(old)) or 0
    if not dry_run:
        core.db.execute(delete(NoticeRow).where(old))
    return seen + GUARD.forget(core, dry_run)


def _ask(core: Core, session: str, number: str, unit: str) -> NoticeRow:
    """Ask the register and remember the answer for this session."""
    try:
        notice = core.parts.payments.notices.find(number)
    except NoticesUnavailable as error:
        log.warning("no register of notices", extra={"why": str(error)})
        raise ProblemError(503, UNAVAILABLE, {"Retry-After": "60"}) from None
    right = _same(notice.unit_code if notice else "", unit)
    if notice is None or not right:
        GUARD.count(core, session, number)
        raise ProblemError(404, NOT_FOUND)
    core.db.execute(
        delete(NoticeRow).where(NoticeRow.session == session, NoticeRow.number == number)
    )
    row = NoticeRow(
        session=session,
        number=number,
        unit_code=unit,
        seen=_view(notice).model_dump(),
        seen_at=core.now,
    )
    with suppress(IntegrityError), core.db.begin_nested():  # another call may have seen it just now
        core.db.add(row)
    audit.record(core, "payment.look_up", subject=number, purpose="查询缴款通知书")
    return row


def _seen(core: Core, session: str, number: str) -> NoticeRow | None:
    query = select(NoticeRow).where(
        NoticeRow.session == session,
        NoticeRow.number == number,
        NoticeRow.seen_at > core.now - FRESH,
    )
    return core.db.scalar(query)


def _is_paid(core: Core, number: str) -> bool:
    """Whether an order of ours has paid it; the register may hear of that later."""
    taken = OrderRow.slot == number, OrderRow.paid_at.is_not(None)
    return core.db.scalar(select(OrderRow.id).where(*taken)) is not None


def _same(unit: str, given: str) -> bool:
    return hmac.compare_digest(unit.encode(), given.encode())


def _view(notice: Notice) -> NoticeView:
    return NoticeView(
        number=notice.number,
        unit_code=notice.unit_code,
        unit_name=notice.unit_name,
        what=notice.what,
        payer=masked(notice.payer),
        amount_fen=notice.amount_fen,
        due=notice.due,
        state=notice.state,
        demo=notice.demo,
    )
