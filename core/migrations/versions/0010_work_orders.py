"""Work orders (工单)."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("key_digest", sa.String(64), nullable=False),
        sa.Column("asked_digest", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("category", sa.String(60), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("rule", sa.String(40), nullable=True),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("session_digest", sa.String(64), nullable=True),
        sa.Column("sealed_session", sa.Text(), nullable=True),
        sa.Column("person", sa.String(24), nullable=True),
        sa.Column("mobile_tail", sa.String(64), nullable=True),
        sa.Column("sealed_told", sa.Text(), nullable=False),
        sa.Column("sealed_answer", sa.Text(), nullable=True),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("twin", sa.String(16), nullable=True),
        sa.Column("merged_into", sa.String(16), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("followed_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("urged", sa.Integer(), nullable=False),
        sa.Column("urged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_work_orders"),
        sa.UniqueConstraint("number", name="uq_work_orders_number"),
        sa.UniqueConstraint("key_digest", name="uq_work_orders_key_digest"),
    )
    for column in ("session_digest", "person", "merged_into"):
        op.create_index(f"ix_work_orders_{column}", "work_orders", [column])
    op.create_index("ix_work_orders_state_deadline", "work_orders", ["state", "deadline"])
    op.create_index("ix_work_orders_unit_filed_at", "work_orders", ["unit", "filed_at"])
    op.create_table(
        "work_order_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_state", sa.String(12), nullable=False),
        sa.Column("to_state", sa.String(12), nullable=False),
        sa.Column("step", sa.String(12), nullable=False),
        sa.Column("who", sa.String(10), nullable=False),
        sa.Column("sealed_note", sa.Text(), nullable=True),
        sa.Column("key_digest", sa.String(64), nullable=True),
        sa.Column("asked_digest", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_work_order_events"),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_orders.id"], name="fk_work_order_events_order_id_work_orders"
        ),
        sa.UniqueConstraint("key_digest", name="uq_work_order_events_key_digest"),
    )
    op.create_index("ix_work_order_events_order_id", "work_order_events", ["order_id"])
    op.create_table(
        "work_order_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_work_order_tries"),
    )
    for column in ("who", "at"):
        op.create_index(f"ix_work_order_tries_{column}", "work_order_tries", [column])


def downgrade() -> None:
    for table in ("work_order_tries", "work_order_events", "work_orders"):
        op.drop_table(table)
