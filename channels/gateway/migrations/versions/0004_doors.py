"""The channel that a conversation was opened through."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    door = sa.Column("door", sa.String(16), nullable=False, server_default="web")
    op.add_column("conversations", door)


def downgrade() -> None:
    with op.batch_alter_table("conversations") as table:
        table.drop_column("door")
