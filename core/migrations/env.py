"""Alembic's entry. The connection comes from `core.database.migrate`."""

from alembic import context

from core.database import Base
from core.wishes import models as _wishes  # noqa: F401  tells the metadata its tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
