"""Appointments (预约)."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "appointment_slots",
        sa.Column("slot", sa.String(64), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("slot", name="pk_appointment_slots"),
        sa.CheckConstraint("taken >= 0", name="ck_appointment_slots_not_below_none"),
    )
    op.create_index("ix_appointment_slots_starts_at", "appointment_slots", ["starts_at"])
    _bookings()
    _tickets()


def _bookings() -> None:
    op.create_table(
        "bookings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("asked", sa.String(64), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("person", sa.String(24), nullable=True),
        sa.Column("mobile", sa.String(64), nullable=True),
        sa.Column("mobile_tail", sa.String(64), nullable=True),
        sa.Column("sealed_contact", sa.Text(), nullable=True),
        sa.Column("item", sa.String(64), nullable=True),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("address", sa.String(200), nullable=True),
        sa.Column("window", sa.String(60), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("slot", sa.String(64), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("booked_at", MOMENT, nullable=False),
        sa.Column("placed_at", MOMENT, nullable=False),
        sa.Column("day_told_at", MOMENT, nullable=True),
        sa.Column("hour_told_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bookings"),
        sa.UniqueConstraint("number", name="uq_bookings_number"),
        sa.UniqueConstraint("key", name="uq_bookings_key"),
        sa.ForeignKeyConstraint(
            ["slot"], ["appointment_slots.slot"], name="fk_bookings_slot_appointment_slots"
        ),
    )
    for column in ("session", "person", "mobile", "slot"):
        op.create_index(f"ix_bookings_{column}", "bookings", [column])
    op.create_index("ix_bookings_state_starts_at", "bookings", ["state", "starts_at"])
    op.create_table(
        "booking_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_booking_sessions"),
        sa.UniqueConstraint("booking_id", "session", name="uq_booking_sessions_booking_id_session"),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["bookings.id"],
            name="fk_booking_sessions_booking_id_bookings",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_booking_sessions_session", "booking_sessions", ["session"])
    op.create_table(
        "booking_steps",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("asked", sa.String(64), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_booking_steps"),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["bookings.id"],
            name="fk_booking_steps_booking_id_bookings",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "booking_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_booking_tries"),
    )
    op.create_index("ix_booking_tries_who", "booking_tries", ["who"])
    op.create_index("ix_booking_tries_at", "booking_tries", ["at"])


def _tickets() -> None:
    op.create_table(
        "queue_days",
        sa.Column("queue", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("queue", "day", name="pk_queue_days"),
    )
    op.create_table(
        "queue_tickets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("asked", sa.String(64), nullable=False),
        sa.Column("holder", sa.String(120), nullable=True),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("queue", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.String(8), nullable=False),
        sa.Column("item", sa.String(64), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("window", sa.String(20), nullable=True),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("called_at", MOMENT, nullable=True),
        sa.Column("served_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_queue_tickets"),
        sa.UniqueConstraint("key", name="uq_queue_tickets_key"),
        sa.UniqueConstraint("holder", name="uq_queue_tickets_holder"),
        sa.UniqueConstraint("queue", "day", "number", name="uq_queue_tickets_queue_day_number"),
    )
    op.create_index("ix_queue_tickets_session", "queue_tickets", ["session"])


def downgrade() -> None:
    for table in (
        "queue_tickets",
        "queue_days",
        "booking_tries",
        "booking_steps",
        "booking_sessions",
        "bookings",
        "appointment_slots",
    ):
        op.drop_table(table)
