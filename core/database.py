"""Core's database: engine, sessions, base class and migrations."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any
from weakref import WeakKeyDictionary

from alembic import command
from alembic.config import Config
from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Engine, MetaData, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from service.columns import CONSTRAINT_NAMES

MIGRATIONS = Path(__file__).parent / "migrations"


class Base(DeclarativeBase):
    """The base of this service's tables."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL. Parameters never reach error messages or logs."""
    parsed = make_url(url)
    if not parsed.drivername.startswith("sqlite"):
        return create_engine(parsed, hide_parameters=True, pool_pre_ping=True)
    if parsed.database not in (None, "", ":memory:"):
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin by itself
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "busy_timeout=5000",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        how = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {how}")

    return engine


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to a revision (`head` = the newest). Safe to repeat."""
    engine = make_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        engine.dispose()


def session(request: Request) -> Iterator[Session]:
    """One session a request; the service commits."""
    maker: sessionmaker[Session] = request.app.state.sessions
    with maker() as opened:
        yield opened


_queues: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


async def writing(request: Request) -> AsyncIterator[Session]:
    """One session a request that writes. SQLite's write lock is taken at the start, so that two
    writers queue instead of failing half way (https://www.sqlite.org/lang_transaction.html).

    Requests queue in order before they ask for it: SQLite itself lets waiters sleep and try
    again, and one that came early may wait seconds behind those that came late. The place in
    front ends with the first commit, so that nobody waits while a provider is asked after it.
    """
    maker: sessionmaker[Session] = request.app.state.sessions
    leave = await _wait_in_line(maker.kw["bind"])
    opening = write_session(maker)
    try:
        opened = await run_in_threadpool(opening.__enter__)
        event.listen(opened, "after_commit", lambda _session: leave())
        try:
            yield opened
        finally:
            await run_in_threadpool(opening.__exit__, None, None, None)
    finally:
        leave()


async def _wait_in_line(engine: Engine) -> Callable[[], None]:
    """Wait for one's turn to write; what ends it, from any thread, as often as one likes."""
    if engine.dialect.name != "sqlite":
        return lambda: None
    loop = asyncio.get_running_loop()
    line = _queues.setdefault(loop, asyncio.Lock())
    await line.acquire()
    held = iter([line])

    def leave() -> None:
        if (mine := next(held, None)) is not None:
            loop.call_soon_threadsafe(mine.release)

    return leave


@contextmanager
def write_session(maker: sessionmaker[Session]) -> Iterator[Session]:
    """The same outside a request. Whoever uses it commits."""
    with maker() as opened:
        if opened.get_bind().dialect.name == "sqlite":
            opened.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
        yield opened


SessionDep = Annotated[Session, Depends(session)]
