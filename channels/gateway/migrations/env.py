"""Alembic's entry. The connection comes from `channels.gateway.database.migrate`."""

from alembic import context

from channels.gateway import models as _models  # noqa: F401  tells the metadata its tables
from channels.gateway.database import Base
from channels.gateway.handover import models as _handover_models  # noqa: F401  and more of them

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
