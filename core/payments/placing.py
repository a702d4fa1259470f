"""Placing an order: stored first, then asked of the provider, then stored what it said."""

import json

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.context import Core
from core.contract import NoticeView, OrderCreate, OrderView
from core.identity import service as identity
from core.payments.asking import ask_to_place, refresh
from core.payments.looking import find_notice
from core.payments.models import OrderRow
from core.payments.moves import FIRST_LOOK, is_theirs, on_record
from core.payments.numbers import new_number
from core.payments.providers.base import Provider
from core.payments.sealed import seal_openid
from core.payments.states import OPEN
from core.payments.transactions import keep
from core.payments.views import view
from service.problems import ProblemError

SETTLED = {
    "paid": "这张缴款通知书已经缴过了，不用再缴。",
    "closed": "这张缴款通知书已经失效，不能再缴。请问开单的单位。",
}
BEING_PAID = "这张缴款通知书正在由别人支付，您先不用付。请过半小时再查它有没有缴上。"
NO_WAY = "现在不能用这种方式在线缴费，没有扣款。请按通知书上写的其他方式缴费。"
LATER = "支付平台暂时没有回应，没有扣款。订单已经记下，请过一会儿再试一次。"


def place_order(core: Core, asked: OrderCreate) -> OrderView:
    """Place an order, or give the open one of this notice back. The same key is one order.

    Commits what was done so far, and the stored order with it, before the provider is asked; a
    crash in between is healed by asking again. Problems: 404 and 429 as for a look-up, 409 where
    the notice is paid, is void, or is being paid by another, 503 where the provider is away.
    """
    row = _known(core, asked)
    if row is None:
        notice = find_notice(core, asked.session, asked.number, asked.unit_code)
        if notice.state != "open" or notice.amount_fen <= 0:
            raise ProblemError(409, SETTLED.get(notice.state, SETTLED["closed"]))
        row = _open_one(core, asked, notice) or _stored(core, asked, notice)
    if row.state == "created":
        row = ask_to_place(core, row, "citizen")
        if row.state == "created":
            raise ProblemError(503, LATER, {"Retry-After": "10"})
    return view(core, row)


def _known(core: Core, asked: OrderCreate) -> OrderRow | None:
    """The order of this key; a 409 problem where the key was for another."""
    query = select(OrderRow).where(OrderRow.key_digest == _key_digest(core, asked))
    row = core.db.scalar(query)
    if row is not None and row.asked_digest != _asked_digest(core, asked):
        raise ProblemError(409, "这个 key 已经用于另一笔订单。")
    return row


def _open_one(core: Core, asked: OrderCreate, notice: NoticeView) -> OrderRow | None:
    """The order that pays this notice now, where it is the asker's and still open. One whose time
    is over is closed first, so that the notice can be paid anew."""
    row = _holder(core, notice)
    if row is not None and row.state in OPEN and row.expires_at <= core.now:
        refresh(core, row, "query")
        keep(core)
        row = _holder(core, notice)
    if row is None:
        return None
    if row.state not in OPEN:
        raise ProblemError(409, SETTLED["paid"])
    if not is_theirs(core, row, asked.session):
        raise ProblemError(409, BEING_PAID)
    return row


def _holder(core: Core, notice: NoticeView) -> OrderRow | None:
    return core.db.scalar(select(OrderRow).where(OrderRow.slot == notice.number))


def _stored(core: Core, asked: OrderCreate, notice: NoticeView) -> OrderRow:
    """A new order; a 409 problem where another one takes the notice at this moment."""
    provider = core.parts.payments.taking(asked.method)
    if provider is None:
        raise ProblemError(503, NO_WAY)
    if asked.method == "jsapi" and not asked.openid:
        raise ProblemError(422, "在微信里付款需要 openid，请从公众号里打开再试。")
    row = _row(core, asked, notice, provider)
    try:
        with core.db.begin_nested():
            core.db.add(row)
    except IntegrityError:
        again = _known(core, asked)
        if again is not None:
            return again
        raise ProblemError(409, BEING_PAID) from None
    on_record(core, row, "order", {"method": row.method, "provider": row.provider})
    return row


def _row(core: Core, asked: OrderCreate, notice: NoticeView, provider: Provider) -> OrderRow:
    person = identity.person_of(core, asked.session)
    order = new_number(core)
    openid = asked.openid if asked.method == "jsapi" else None
    return OrderRow(
        order=order,
        slot=notice.number,
        session=asked.session,
        person=person.id if person else None,
        key_digest=_key_digest(core, asked),
        asked_digest=_asked_digest(core, asked),
        number=notice.number,
        unit_code=notice.unit_code,
        unit_name=notice.unit_name,
        what=notice.what,
        payer=notice.payer,
        amount_fen=notice.amount_fen,
        demo=notice.demo,
        method=asked.method,
        provider=provider.name,
        sealed_openid=seal_openid(core, order, openid) if openid else None,
        state="created",
        created_at=core.now,
        expires_at=core.now + provider.lives,
        next_look_at=core.now + FIRST_LOOK,
    )


def _key_digest(core: Core, asked: OrderCreate) -> str:
    return core.parts.cipher.digest(f"{asked.session}|{asked.key}", "payment_orders.key")


def _asked_digest(core: Core, asked: OrderCreate) -> str:
    told = json.dumps([asked.number, asked.unit_code, asked.method])
    return core.parts.cipher.digest(told, "payment_orders.asked")
