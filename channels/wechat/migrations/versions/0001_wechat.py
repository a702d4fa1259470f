"""Users, what came from them, what goes to them, and the account's token."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "wechat_users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("openid_digest", sa.String(64), nullable=False),
        sa.Column("sealed_openid", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.String(32), nullable=True),
        sa.Column("follows", sa.Boolean(), nullable=False),
        sa.Column("seen_event", sa.Integer(), nullable=False),
        sa.Column("grants", sa.JSON(), nullable=False),
        sa.Column("account_told", sa.Boolean(), nullable=False),
        sa.Column("binds_until", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wechat_users")),
        sa.UniqueConstraint("openid_digest", name=op.f("uq_wechat_users_openid_digest")),
        sa.UniqueConstraint("conversation_id", name=op.f("uq_wechat_users_conversation_id")),
    )
    _inbox()
    _deliveries()
    op.create_table(
        "wechat_tokens",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_wechat_tokens")),
    )


def _inbox() -> None:
    op.create_table(
        "wechat_inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_digest", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("arrived_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wechat_inbox")),
        sa.UniqueConstraint("key_digest", name=op.f("uq_wechat_inbox_key_digest")),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["wechat_users.id"],
            name=op.f("fk_wechat_inbox_user_id_wechat_users"),
            ondelete="CASCADE",
        ),
        sqlite_autoincrement=True,
    )
    is_open = sa.text("state != 'done'")
    op.create_index(
        "ix_wechat_inbox_open",
        "wechat_inbox",
        ["id"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index(op.f("ix_wechat_inbox_arrived_at"), "wechat_inbox", ["arrived_at"])
    op.create_index("ix_wechat_inbox_user_id_state", "wechat_inbox", ["user_id", "state"])


def _deliveries() -> None:
    op.create_table(
        "wechat_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("inbox_id", sa.Integer(), nullable=True),
        sa.Column("first_event", sa.Integer(), nullable=False),
        sa.Column("last_event", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("sealed_lead", sa.Text(), nullable=True),
        sa.Column("route", sa.String(8), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("parts_sent", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("sending_since", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wechat_deliveries")),
        sa.UniqueConstraint("inbox_id", name=op.f("uq_wechat_deliveries_inbox_id")),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["wechat_users.id"],
            name=op.f("fk_wechat_deliveries_user_id_wechat_users"),
            ondelete="CASCADE",
        ),
        sqlite_autoincrement=True,
    )
    is_due = sa.text("state IN ('ready', 'sending')")
    op.create_index(
        "ix_wechat_deliveries_due",
        "wechat_deliveries",
        ["id"],
        sqlite_where=is_due,
        postgresql_where=is_due,
    )
    op.create_index(op.f("ix_wechat_deliveries_created_at"), "wechat_deliveries", ["created_at"])
    op.create_index("ix_wechat_deliveries_user_id_state", "wechat_deliveries", ["user_id", "state"])


def downgrade() -> None:
    for table in ("wechat_tokens", "wechat_deliveries", "wechat_inbox", "wechat_users"):
        op.drop_table(table)
