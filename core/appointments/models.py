"""The stored places of slots, bookings (预约), queue tickets (排队号) and failed look-ups."""

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.contract import BookingState, ServiceKind
from core.database import Base
from core.guessing import TryColumns
from service.columns import UtcDateTime


class SlotRow(Base):
    """How many places of a slot are taken: one row a slot, made when it is first booked."""

    __tablename__ = "appointment_slots"
    __table_args__ = (CheckConstraint("taken >= 0", name="not_below_none"),)

    slot: Mapped[str] = mapped_column(String(64), primary_key=True)
    starts_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    taken: Mapped[int] = mapped_column(default=0)


class BookingRow(Base):
    """One booking. Name and mobile are sealed; digests find the mobile and prove its end.

    `key` is the digest of the idempotency key, `asked` that of what was asked with it.
    """

    __tablename__ = "bookings"
    __table_args__ = (Index("ix_bookings_state_starts_at", "state", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    asked: Mapped[str] = mapped_column(String(64))
    session: Mapped[str] = mapped_column(String(64), index=True)
    person: Mapped[str | None] = mapped_column(String(24), index=True)
    mobile: Mapped[str | None] = mapped_column(String(64), index=True)
    mobile_tail: Mapped[str | None] = mapped_column(String(64))
    sealed_contact: Mapped[str | None] = mapped_column(Text)
    item: Mapped[str | None] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(100))
    kind: Mapped[ServiceKind] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(String(100))
    address: Mapped[str | None] = mapped_column(String(200))
    window: Mapped[str] = mapped_column(String(60))
    demo: Mapped[bool]
    slot: Mapped[str] = mapped_column(ForeignKey("appointment_slots.slot"), index=True)
    starts_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    state: Mapped[BookingState] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(Text, default="")
    booked_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    placed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    day_told_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    hour_told_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)


class BookingSessionRow(Base):
    """A session that may see and change a booking: it made it, or proved the mobile number."""

    __tablename__ = "booking_sessions"
    __table_args__ = (UniqueConstraint("booking_id", "session"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"))
    session: Mapped[str] = mapped_column(String(64), index=True)


class BookingStepRow(Base):
    """A step that was taken with a key: the same key again does nothing more."""

    __tablename__ = "booking_steps"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    asked: Mapped[str] = mapped_column(String(64))
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"))


class BookingTryRow(TryColumns, Base):
    """A failed look-up of a booking."""

    __tablename__ = "booking_tries"


class QueueDayRow(Base):
    """The last number that a queue gave on a day."""

    __tablename__ = "queue_days"

    queue: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class TicketRow(Base):
    """One ticket of a queue. `holder` is taken while it is open: a session has one a queue."""

    __tablename__ = "queue_tickets"
    __table_args__ = (UniqueConstraint("queue", "day", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    asked: Mapped[str] = mapped_column(String(64))
    holder: Mapped[str | None] = mapped_column(String(120), unique=True)
    session: Mapped[str] = mapped_column(String(64), index=True)
    queue: Mapped[str] = mapped_column(String(32))
    day: Mapped[dt.date] = mapped_column(Date)
    number: Mapped[int]
    ticket: Mapped[str] = mapped_column(String(8))
    item: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    window: Mapped[str | None] = mapped_column(String(20))
    taken_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    called_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    served_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
