"""Tables of core.drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=True),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("slot", sa.String(140), nullable=True),
        sa.Column("definition_digest", sa.String(64), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("asking", sa.String(64), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("correcting", sa.String(40), nullable=True),
        sa.Column("case_number", sa.String(40), nullable=True),
        sa.Column("consent", sa.String(64), nullable=True),
        sa.Column("sealed_registers", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.UniqueConstraint("slot", name="uq_drafts_slot"),
    )
    for column in ("session", "person", "correcting", "updated_at"):
        op.create_index(f"ix_drafts_{column}", "drafts", [column])
    op.create_table(
        "draft_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(40), nullable=False),
        sa.Column("field", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft_answers"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name="fk_draft_answers_draft_id_drafts"
        ),
        sa.UniqueConstraint("draft_id", "field", name="uq_draft_answers_draft_id_field"),
    )
    op.create_index("ix_draft_answers_draft_id", "draft_answers", ["draft_id"])
    op.create_table(
        "draft_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(40), nullable=False),
        sa.Column("key_digest", sa.String(64), nullable=False),
        sa.Column("asked_digest", sa.String(64), nullable=False),
        sa.Column("sealed_result", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft_steps"),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_draft_steps_draft_id_drafts"),
        sa.UniqueConstraint("draft_id", "key_digest", name="uq_draft_steps_draft_id_key_digest"),
    )
    op.create_index("ix_draft_steps_draft_id", "draft_steps", ["draft_id"])


def downgrade() -> None:
    op.drop_table("draft_steps")
    op.drop_table("draft_answers")
    op.drop_table("drafts")
