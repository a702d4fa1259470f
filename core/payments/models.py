"""Stored orders, what was seen of notices, events of providers taken, daily bills compared."""

import datetime as dt

from sqlalchemy import JSON, BigInteger, Date, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.contract import OrderState, PayMethod
from core.database import Base
from core.guessing import TryColumns
from service.columns import UtcDateTime


class OrderRow(Base):
    """One order. Amounts in fen.

    `slot` is the number of the notice while this order may be paid or is paid: two open orders,
    and two credits, of one notice cannot be stored. A paid order without its slot is money that
    came twice and is to be given back. `transaction` is the provider's own number of the payment.
    `next_look_at` is when the provider is asked next; none = nothing is awaited.
    """

    __tablename__ = "payment_orders"
    __table_args__ = (
        UniqueConstraint("provider", "transaction"),
        Index("ix_payment_orders_state_next_look_at", "state", "next_look_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order: Mapped[str] = mapped_column(String(19), unique=True)
    slot: Mapped[str | None] = mapped_column(String(40), unique=True)
    session: Mapped[str] = mapped_column(String(64), index=True)
    person: Mapped[str | None] = mapped_column(String(64), index=True)
    key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    asked_digest: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(String(40))
    unit_code: Mapped[str] = mapped_column(String(20))
    unit_name: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(String(200))
    payer: Mapped[str] = mapped_column(String(100))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    demo: Mapped[bool] = mapped_column(default=False)
    method: Mapped[PayMethod] = mapped_column(String(10))
    provider: Mapped[str] = mapped_column(String(20))
    sealed_openid: Mapped[str | None] = mapped_column(Text)
    state: Mapped[OrderState] = mapped_column(String(16))
    code_url: Mapped[str | None] = mapped_column(String(512))
    redirect_url: Mapped[str | None] = mapped_column(Text)
    prepay_id: Mapped[str | None] = mapped_column(String(128))
    transaction: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    paid_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    refund_asked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    refund: Mapped[str | None] = mapped_column(String(24), unique=True)
    refunds: Mapped[int] = mapped_column(default=0)
    refunded_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    receipt_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    next_look_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    looks: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)


class NoticeRow(Base):
    """A notice as a session saw it a moment ago; the payer is masked before it gets here."""

    __tablename__ = "payment_notices"
    __table_args__ = (UniqueConstraint("session", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(String(40))
    unit_code: Mapped[str] = mapped_column(String(20))
    seen: Mapped[dict[str, str | int | bool | None]] = mapped_column(JSON)
    seen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)


class TryRow(TryColumns, Base):
    """A failed look-up of a notice."""

    __tablename__ = "payment_tries"


class EventRow(Base):
    """A provider's notification that was verified and taken; the same one again changes nothing."""

    __tablename__ = "payment_events"
    __table_args__ = (UniqueConstraint("provider", "event"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(String(20))
    event: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(10))
    order: Mapped[str] = mapped_column(String(19), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class BillRow(Base):
    """A provider's bill of one day, compared with our orders; `differences` as lines of text."""

    __tablename__ = "payment_bills"
    __table_args__ = (UniqueConstraint("provider", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(String(20))
    day: Mapped[dt.date] = mapped_column(Date)
    entries: Mapped[int] = mapped_column()
    credited: Mapped[int] = mapped_column()
    differences: Mapped[list[str]] = mapped_column(JSON)
    compared_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
