"""Tables of core.cases: cases (办件), their events, who follows them, failed look-ups."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(18), nullable=False),
        sa.Column("draft_id", sa.String(64), nullable=False),
        sa.Column("slot", sa.String(200), nullable=True),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("beneficiary", sa.String(64), nullable=False),
        sa.Column("relation", sa.String(16), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=True),
        sa.Column("instant", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("corrections", sa.JSON(), nullable=False),
        sa.Column("sealed_answers", sa.Text(), nullable=False),
        sa.Column("sealed_people", sa.Text(), nullable=False),
        sa.Column("materials", sa.JSON(), nullable=False),
        sa.Column("phone_tail", sa.String(64), nullable=False),
        sa.Column("id_tail", sa.String(64), nullable=False),
        sa.Column("result_digest", sa.String(64), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("number", name="uq_cases_number"),
        sa.UniqueConstraint("draft_id", name="uq_cases_draft_id"),
        sa.UniqueConstraint("slot", name="uq_cases_slot"),
        sa.UniqueConstraint("result_digest", name="uq_cases_result_digest"),
    )
    op.create_index("ix_cases_owner", "cases", ["owner"])
    op.create_index("ix_cases_beneficiary", "cases", ["beneficiary"])
    op.create_index("ix_cases_state_deadline", "cases", ["state", "deadline"])
    op.create_table(
        "case_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_state", sa.String(20), nullable=False),
        sa.Column("to_state", sa.String(20), nullable=False),
        sa.Column("who", sa.String(10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_events"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_events_case_id_cases"),
    )
    op.create_index("ix_case_events_case_id", "case_events", ["case_id"])
    op.create_table(
        "case_follows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_follows"),
        sa.UniqueConstraint("case_id", "session", name="uq_case_follows_case_id_session"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_follows_case_id_cases"),
    )
    op.create_index("ix_case_follows_session", "case_follows", ["session"])
    op.create_table(
        "case_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_tries"),
    )
    op.create_index("ix_case_tries_who", "case_tries", ["who"])
    op.create_index("ix_case_tries_at", "case_tries", ["at"])


def downgrade() -> None:
    for table in ("case_tries", "case_follows", "case_events", "cases"):
        op.drop_table(table)
