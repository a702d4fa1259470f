"""Private values and files of the vault (保管库)."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "vault_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(64), nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_vault_tokens"),
        sa.UniqueConstraint(
            "session", "kind", "number", name="uq_vault_tokens_session_kind_number"
        ),
        sa.UniqueConstraint(
            "session", "kind", "digest", name="uq_vault_tokens_session_kind_digest"
        ),
    )
    op.create_index("ix_vault_tokens_expires_at", "vault_tokens", ["expires_at"])
    op.create_table(
        "vault_files",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("sealed_name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_vault_files"),
    )
    op.create_index("ix_vault_files_session", "vault_files", ["session"])
    op.create_index("ix_vault_files_expires_at", "vault_files", ["expires_at"])


def downgrade() -> None:
    op.drop_table("vault_files")
    op.drop_table("vault_tokens")
