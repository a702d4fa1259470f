"""What a conversation is being asked, and the news taken from core's outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("asked_type", sa.String(32), nullable=True))
    op.create_table(
        "news",
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_news"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_news_event_id_events", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    op.drop_table("news")
    with op.batch_alter_table("conversations") as table:
        table.drop_column("asked_type")
