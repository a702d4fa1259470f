"""The stored work order (工单), what happened to it, and failed look-ups of it."""

import datetime as dt

from sqlalchemy import JSON, Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.contract import WorkOrderKind, WorkOrderState
from core.database import Base
from core.guessing import TryColumns
from service.columns import UtcDateTime


class WorkOrderRow(Base):
    """One work order. What was told, and by whom, is sealed or a keyed digest.

    `session_digest` finds the orders of a session and `sealed_session` is where its news goes;
    neither is shown to anybody. An anonymous order has no `person`, no `mobile_tail`, and neither
    name nor mobile in `sealed_told`. `twin` is the number of an order like it, `merged_into` of
    the one that it became part of.
    """

    __tablename__ = "work_orders"
    __table_args__ = (
        Index("ix_work_orders_state_deadline", "state", "deadline"),
        Index("ix_work_orders_unit_filed_at", "unit", "filed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    asked_digest: Mapped[str] = mapped_column(String(64))
    kind: Mapped[WorkOrderKind] = mapped_column(String(12))
    state: Mapped[WorkOrderState] = mapped_column(String(12))
    category: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str] = mapped_column(String(40))
    confidence: Mapped[float] = mapped_column(Float)
    rule: Mapped[str | None] = mapped_column(String(40))
    anonymous: Mapped[bool] = mapped_column(default=False)
    session_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    sealed_session: Mapped[str | None] = mapped_column(Text)
    person: Mapped[str | None] = mapped_column(String(24), index=True)
    mobile_tail: Mapped[str | None] = mapped_column(String(64))
    sealed_told: Mapped[str] = mapped_column(Text)
    sealed_answer: Mapped[str | None] = mapped_column(Text)
    files: Mapped[list[str]] = mapped_column(JSON, default=list)
    twin: Mapped[str | None] = mapped_column(String(16))
    merged_into: Mapped[str | None] = mapped_column(String(16), index=True)
    filed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    deadline: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    reminded_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    followed_up_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    urged: Mapped[int] = mapped_column(default=0)
    urged_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    rating: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)


class WorkOrderEventRow(Base):
    """One step of a work order. `who` is citizen or clerk; the note is sealed."""

    __tablename__ = "work_order_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("work_orders.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    from_state: Mapped[WorkOrderState] = mapped_column(String(12))
    to_state: Mapped[WorkOrderState] = mapped_column(String(12))
    step: Mapped[str] = mapped_column(String(12))
    who: Mapped[str] = mapped_column(String(10))
    sealed_note: Mapped[str | None] = mapped_column(Text)
    key_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    asked_digest: Mapped[str | None] = mapped_column(String(64))


class WorkOrderTryRow(TryColumns, Base):
    """A failed look-up of a work order."""

    __tablename__ = "work_order_tries"
