"""Core's database: engine, sessions, base class and migrations."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from alembic import command
from alembic.config import Config
from fastapi import Depends, Request
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
        for pragma in ("journal_mode=WAL", "busy_timeout=5000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

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


SessionDep = Annotated[Session, Depends(session)]
