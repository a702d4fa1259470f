"""Entitlements and pushes (政策匹配、推送)."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "push_choices",
        sa.Column("person", sa.String(24), nullable=False),
        sa.Column("topic", sa.String(12), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("consent", sa.String(24), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person", "topic", name="pk_push_choices"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_push_choices_person_people"),
    )
    op.create_index("ix_push_choices_session", "push_choices", ["session"])
    op.create_table(
        "pushes",
        sa.Column("id", sa.String(24), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("person", sa.String(24), nullable=False),
        sa.Column("topic", sa.String(12), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_pushes"),
        sa.UniqueConstraint("key", name="uq_pushes_key"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_pushes_person_people"),
    )
    op.create_index("ix_pushes_created_at", "pushes", ["created_at"])
    op.create_index("ix_pushes_person_sent_at", "pushes", ["person", "sent_at"])
    op.create_table(
        "push_campaigns",
        sa.Column("id", sa.String(24), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("asked", sa.String(64), nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("says", sa.String(120), nullable=False),
        sa.Column("reached", sa.String(24), nullable=False),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("fits", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_push_campaigns"),
        sa.UniqueConstraint("key", name="uq_push_campaigns_key"),
    )


def downgrade() -> None:
    for table in ("push_campaigns", "pushes", "push_choices"):
        op.drop_table(table)
