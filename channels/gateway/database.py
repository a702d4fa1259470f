"""The gateway's database: engine, transactions, base class and migrations."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from service.columns import CONSTRAINT_NAMES

MIGRATIONS = Path(__file__).parent / "migrations"

SQLITE_POOL = 20
"""Connections that are kept. One beyond these is opened and closed for a single question, which
costs a thread and five pragmas."""


class Base(DeclarativeBase):
    """The base of this service's tables."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)


class Database:
    """Reading and writing transactions on SQLite or PostgreSQL, for the gateway's tables or a
    door's own."""

    def __init__(self, url: str) -> None:
        parsed = _prepare_folder(make_url(url))
        self._sqlite = parsed.drivername.startswith("sqlite")
        self._writing = asyncio.Lock()
        self.engine: AsyncEngine = create_async_engine(
            parsed,
            hide_parameters=True,
            pool_pre_ping=not self._sqlite,
            json_serializer=partial(json.dumps, ensure_ascii=False),
            **({"pool_size": SQLITE_POOL} if self._sqlite else {}),
        )
        if self._sqlite:
            _tune_sqlite(self.engine)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A session that commits at the end, or rolls back on an error.

        On SQLite the write lock is taken at the start, so that two writers queue instead
        of failing half way (https://www.sqlite.org/lang_transaction.html, IMMEDIATE). Writers of
        one process queue here, in order: SQLite itself lets whoever asks at the right moment go
        first, and the unlucky fail after `busy_timeout`.
        """
        if not self._sqlite:
            async with AsyncSession(self.engine, expire_on_commit=False) as session:
                yield session
                await session.commit()
            return
        async with (
            self._writing,
            AsyncSession(self.engine, expire_on_commit=False) as session,
        ):
            await session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
            yield session
            await session.commit()

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()


def _prepare_folder(url: URL) -> URL:
    if url.drivername.startswith("sqlite") and url.database not in (None, "", ":memory:"):
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    return url


def _tune_sqlite(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin by itself
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "busy_timeout=3000",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA {pragma}")
            cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        how = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {how}")


def migrate(url: str, revision: str = "head", folder: Path = MIGRATIONS) -> None:
    """Bring the database at `url` to a revision (`head` = the newest) of the migrations in
    `folder`. Safe to repeat.

    `folder/env.py` takes the connection from `context.config.attributes["connection"]`. Where a
    door keeps its tables in the gateway's database, its env.py configures a `version_table` of its
    own (https://alembic.sqlalchemy.org/en/latest/api/runtime.html, EnvironmentContext.configure).
    """
    parsed = _prepare_folder(make_url(url))
    if parsed.drivername.startswith("sqlite"):
        parsed = parsed.set(drivername="sqlite")
    engine = create_engine(parsed, hide_parameters=True)
    config = Config()
    config.set_main_option("script_location", str(folder))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        engine.dispose()
