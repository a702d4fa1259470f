"""Conversations, messages, events and feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("owner_hash", sa.String(64), nullable=False),
        sa.Column("owner_kind", sa.String(8), nullable=False),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_owner_hash", "conversations", ["owner_hash"])
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        _conversation_id(),
        sa.Column("client_hash", sa.String(64), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reply", sa.JSON(), nullable=True),
        sa.Column("claimed_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        _belongs("messages"),
        sa.UniqueConstraint(
            "conversation_id", "client_hash", name="uq_messages_conversation_id_client_hash"
        ),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        _conversation_id(),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        _belongs("events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_conversation_id_id", "events", ["conversation_id", "id"])
    op.create_table(
        "feedback",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.String(4), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_feedback"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_feedback_event_id_events", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    for table in ("feedback", "events", "messages", "conversations"):
        op.drop_table(table)


def _conversation_id() -> sa.Column[str]:
    return sa.Column("conversation_id", sa.String(32), nullable=False)


def _belongs(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conversation_id"],
        ["conversations.id"],
        name=f"fk_{table}_conversation_id_conversations",
        ondelete="CASCADE",
    )
