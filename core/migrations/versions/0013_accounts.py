"""Accounts of channels, and the sessions that are held through them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(24), nullable=False),
        sa.Column("provider", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("person", sa.String(24), nullable=True),
        sa.Column("bound_at", MOMENT, nullable=True),
        sa.Column("consent", sa.String(24), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("digest", name="uq_accounts_digest"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_accounts_person_people"),
    )
    op.create_index("ix_accounts_person", "accounts", ["person"])
    op.create_table(
        "session_accounts",
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("account", sa.String(24), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("session", name="pk_session_accounts"),
        sa.ForeignKeyConstraint(
            ["account"],
            ["accounts.id"],
            name="fk_session_accounts_account_accounts",
            ondelete="CASCADE",
        ),
    )
    for column in ("account", "seen_at"):
        op.create_index(f"ix_session_accounts_{column}", "session_accounts", [column])


def downgrade() -> None:
    op.drop_table("session_accounts")
    op.drop_table("accounts")
