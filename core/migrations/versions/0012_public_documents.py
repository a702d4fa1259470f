"""Public documents (政务公开)."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "public_documents",
        sa.Column("id", sa.String(24), nullable=False),
        sa.Column("uid", sa.String(500), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("publisher", sa.String(120), nullable=False),
        sa.Column("number", sa.String(80), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("url", sa.String(1000), nullable=True),
        sa.Column("may_link", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about", sa.String(1000), nullable=True),
        sa.Column("interprets", sa.String(24), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_public_documents"),
        sa.UniqueConstraint("uid", name="uq_public_documents_uid"),
        sa.ForeignKeyConstraint(
            ["interprets"],
            ["public_documents.id"],
            name="fk_public_documents_interprets_public_documents",
            ondelete="SET NULL",
        ),
    )
    for column in ("title", "published_on", "url", "interprets"):
        op.create_index(f"ix_public_documents_{column}", "public_documents", [column])
    op.create_index(
        "ix_public_documents_kind_published_on", "public_documents", ["kind", "published_on"]
    )
    op.create_table(
        "public_document_terms",
        sa.Column("term", sa.String(24), nullable=False),
        sa.Column("document", sa.String(24), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term", "document", name="pk_public_document_terms"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["public_documents.id"],
            name="fk_public_document_terms_document_public_documents",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_public_document_terms_document", "public_document_terms", ["document"])


def downgrade() -> None:
    op.drop_table("public_document_terms")
    op.drop_table("public_documents")
