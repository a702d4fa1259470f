"""Asking a provider about an order and storing what it says.

Each of these commits first and takes up a new transaction for the answer, so no lock is held
while the provider is asked; the row is read again, for it may have moved meanwhile.
"""

import datetime as dt
import logging

from core.context import Core
from core.payments.models import OrderRow
from core.payments.moves import by_number, credit, move, no_such_order, settle_refund
from core.payments.providers.base import (
    Payment,
    Placed,
    Placing,
    Provider,
    ProviderRefused,
    ProviderUnavailable,
    Refund,
)
from core.payments.sealed import open_openid
from core.payments.states import OPEN
from core.payments.transactions import outside
from service.problems import ProblemError

log = logging.getLogger("luoxiaozheng.core.payments")

GRACE = dt.timedelta(minutes=2)
"""An order that the provider does not know may still be on its way to it for so long."""
REASON = "缴费退款"


def ask_to_place(core: Core, row: OrderRow, source: str) -> OrderRow:
    """Let the provider have a stored order; the row as it stands then. It stays `created` where
    there was no answer."""
    provider, asked = provider_of(core, row), _placing(core, row)
    placed: Placed | None = None
    refused: Payment | None = None
    with outside(core):
        try:
            placed = provider.place(asked)
        except ProviderRefused as error:
            log.warning("order refused", extra={"order": asked.order, "code": str(error)})
            refused = _standing(provider, asked.order)
        except ProviderUnavailable as error:
            log.warning("order not placed", extra={"order": asked.order, "why": str(error)})
    row = _again(core, asked.order)
    if refused is not None and refused.state == "paid":
        credit(core, row, refused, source)
    elif refused is not None and refused.state != "waiting":
        move(core, row, "refused", source)
    if placed is not None and row.state == "created":
        row.code_url, row.prepay_id = placed.code_url, placed.prepay_id
        row.redirect_url = placed.redirect_url
        move(core, row, "placed", source)
    return row


def refresh(core: Core, row: OrderRow, source: str) -> OrderRow:
    """Ask how an order or its refund stands and believe the answer. One whose time is over is
    closed, at the provider first. No answer changes nothing."""
    if row.state == "refunding":
        return _refresh_refund(core, row, source)
    provider, order = provider_of(core, row), row.order
    told: Payment | None = None
    with outside(core):
        try:
            told = provider.query(order)
        except ProviderUnavailable as error:
            log.warning("order not asked", extra={"order": order, "why": str(error)})
    row = _again(core, order)
    if told is None or row.state not in OPEN:
        return row
    if told.state == "paid":
        credit(core, row, told, source)
    elif told.state == "closed":
        move(core, row, "closed", source)
    elif row.expires_at + (GRACE if told.state == "unknown" else dt.timedelta()) <= core.now:
        row = close(core, row, source)
    elif row.state == "created":
        row = ask_to_place(core, row, source)
    return row


def close(core: Core, row: OrderRow, source: str) -> OrderRow:
    """Close an open order, at the provider first: what it has closed cannot be paid any more. It
    stays open where the provider does not answer or says no, as for one that was just paid."""
    provider, order = provider_of(core, row), row.order
    closed, there = False, True
    with outside(core):
        try:
            provider.close(order)
            closed = True
        except ProviderRefused as error:
            log.info("not closed", extra={"order": order, "code": str(error)})
            told = _standing(provider, order)
            there = told is None or told.state != "unknown"
        except ProviderUnavailable as error:
            log.warning("not closed", extra={"order": order, "why": str(error)})
    row = _again(core, order)
    over = row.expires_at + GRACE <= core.now
    if closed or (not there and over):
        move(core, row, "closed", source)
    return row


def ask_to_refund(core: Core, row: OrderRow, source: str) -> OrderRow:
    """Let the provider give the money of a `refunding` order back; the row as it stands then. No
    answer leaves it `refunding`, to be asked about."""
    provider, order = provider_of(core, row), row.order
    refund, amount = row.refund or "", row.amount_fen
    told: Refund | None = None
    refused = False
    with outside(core):
        try:
            told = provider.refund(order, refund, amount, REASON)
        except ProviderRefused as error:
            log.error("refund refused", extra={"order": order, "code": str(error)})
            refused = True
        except ProviderUnavailable as error:
            log.warning("refund not asked", extra={"order": order, "why": str(error)})
    row = _again(core, order)
    if refused and row.refund == refund:
        move(core, row, "refund_failed", source)
    elif told is not None:
        settle_refund(core, row, told, source)
    return row


def provider_of(core: Core, row: OrderRow) -> Provider:
    """A 503 problem where the provider of an old order is set no more."""
    provider = core.parts.payments.providers.get(row.provider)
    if provider is None:
        raise ProblemError(503, "支付平台现在没有接通。已付的钱有记录，请稍后再看。")
    return provider


def _refresh_refund(core: Core, row: OrderRow, source: str) -> OrderRow:
    provider, order, refund = provider_of(core, row), row.order, row.refund or ""
    told: Refund | None = None
    with outside(core):
        try:
            told = provider.query_refund(order, refund)
        except ProviderUnavailable as error:
            log.warning("refund not asked about", extra={"order": order, "why": str(error)})
    row = _again(core, order)
    if told is None or row.state != "refunding" or row.refund != refund:
        return row
    if told.state == "unknown":
        return ask_to_refund(core, row, source)
    settle_refund(core, row, told, source)
    return row


def _standing(provider: Provider, order: str) -> Payment | None:
    """How an order stands that the provider would not take or close, perhaps as it was paid; None
    where it does not say."""
    try:
        return provider.query(order)
    except ProviderUnavailable:
        return None


def _placing(core: Core, row: OrderRow) -> Placing:
    public = core.parts.settings.public_url.rstrip("/")
    return Placing(
        order=row.order,
        number=row.number,
        description=f"{row.unit_name} {row.what}",
        amount_fen=row.amount_fen,
        method=row.method,
        expires_at=row.expires_at,
        openid=open_openid(core, row),
        back=f"{public}/",
    )


def _again(core: Core, order: str) -> OrderRow:
    row = by_number(core, order, lock=True)
    if row is None:
        raise no_such_order()
    return row
