"""Fresh databases for tests: SQLite always, PostgreSQL when a server is named.

Parametrise a test or fixture with `KINDS` and open `fresh_database(kind, folder)`.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import URL, make_url

VARIABLE = "LXZ_TEST_POSTGRES_URL"
KINDS = ("sqlite", "postgresql")


@contextmanager
def fresh_database(kind: str, folder: Path, *, asynchronous: bool = False) -> Iterator[str]:
    """The SQLAlchemy URL of an empty database, gone afterwards.

    Skips the test, naming the variable, when it wants PostgreSQL and none is named. The
    URL in LXZ_TEST_POSTGRES_URL is of any database whose user may create others, e.g.
    postgresql://user:password@127.0.0.1:5432/postgres.
    """
    if kind == "sqlite":
        driver = "sqlite+aiosqlite" if asynchronous else "sqlite"
        yield f"{driver}:///{folder / 'test.db'}"
        return
    server = os.environ.get(VARIABLE)
    if not server:
        pytest.skip(f"no PostgreSQL server: {VARIABLE} is not set")
    home = make_url(server).set(drivername="postgresql")
    name = f"lxz_test_{secrets.token_hex(6)}"
    _execute(home, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        fresh = home.set(drivername="postgresql+psycopg", database=name)
        yield fresh.render_as_string(hide_password=False)
    finally:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        _execute(home, drop.format(sql.Identifier(name)))


def _execute(home: URL, statement: sql.Composed) -> None:
    conninfo = home.render_as_string(hide_password=False)
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(statement)
