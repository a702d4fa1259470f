"""Alembic's entry. The connection comes from `channels.gateway.database.migrate`; the door's
database may be the gateway's, so the version has a table of its own."""

from alembic import context

from channels.wechat import access_token_row as _token  # noqa: F401  tells the metadata its table
from channels.wechat import models as _models  # noqa: F401  and its tables
from channels.wechat.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    version_table="wechat_alembic_version",
)
with context.begin_transaction():
    context.run_migrations()
