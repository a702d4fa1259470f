"""Payments (缴费)."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = (
    "payment_orders",
    "payment_notices",
    "payment_tries",
    "payment_events",
    "payment_bills",
)


def upgrade() -> None:
    _orders()
    op.create_table(
        "payment_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("unit_code", sa.String(20), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_payment_notices"),
        sa.UniqueConstraint("session", "number", name="uq_payment_notices_session_number"),
    )
    op.create_index("ix_payment_notices_seen_at", "payment_notices", ["seen_at"])
    op.create_table(
        "payment_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_payment_tries"),
    )
    op.create_index("ix_payment_tries_who", "payment_tries", ["who"])
    op.create_index("ix_payment_tries_at", "payment_tries", ["at"])
    op.create_table(
        "payment_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("event", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("order", sa.String(19), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_payment_events"),
        sa.UniqueConstraint("provider", "event", name="uq_payment_events_provider_event"),
    )
    op.create_index("ix_payment_events_order", "payment_events", ["order"])
    op.create_table(
        "payment_bills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("credited", sa.Integer(), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_payment_bills"),
        sa.UniqueConstraint("provider", "day", name="uq_payment_bills_provider_day"),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _orders() -> None:
    op.create_table(
        "payment_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order", sa.String(19), nullable=False),
        sa.Column("slot", sa.String(40), nullable=True),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=True),
        sa.Column("key_digest", sa.String(64), nullable=False),
        sa.Column("asked_digest", sa.String(64), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("unit_code", sa.String(20), nullable=False),
        sa.Column("unit_name", sa.String(200), nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("payer", sa.String(100), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("method", sa.String(10), nullable=False),
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("sealed_openid", sa.Text(), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("code_url", sa.String(512), nullable=True),
        sa.Column("redirect_url", sa.Text(), nullable=True),
        sa.Column("prepay_id", sa.String(128), nullable=True),
        sa.Column("transaction", sa.String(64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refund_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refund", sa.String(24), nullable=True),
        sa.Column("refunds", sa.Integer(), nullable=False),
        sa.Column("refunded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt_digest", sa.String(64), nullable=True),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_payment_orders"),
        sa.UniqueConstraint("order", name="uq_payment_orders_order"),
        sa.UniqueConstraint("slot", name="uq_payment_orders_slot"),
        sa.UniqueConstraint("key_digest", name="uq_payment_orders_key_digest"),
        sa.UniqueConstraint("refund", name="uq_payment_orders_refund"),
        sa.UniqueConstraint("receipt_digest", name="uq_payment_orders_receipt_digest"),
        sa.UniqueConstraint(
            "provider", "transaction", name="uq_payment_orders_provider_transaction"
        ),
    )
    op.create_index("ix_payment_orders_session", "payment_orders", ["session"])
    op.create_index("ix_payment_orders_person", "payment_orders", ["person"])
    op.create_index(
        "ix_payment_orders_state_next_look_at", "payment_orders", ["state", "next_look_at"]
    )
