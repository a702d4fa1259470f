"""Leaving the transaction while a provider is asked, and taking up another after it."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.context import Core


@contextmanager
def outside(core: Core) -> Iterator[None]:
    """Commit what was done so far; nothing is locked inside. What follows is a new transaction,
    so rows are read again."""
    core.db.commit()
    try:
        yield
    finally:
        begin(core)


def keep(core: Core) -> None:
    """Commit what a provider said, whatever comes of the call."""
    with outside(core):
        pass


def begin(core: Core) -> None:
    """Begin a transaction that writes: on SQLite with its write lock, so that writers queue."""
    if core.db.get_bind().dialect.name == "sqlite" and not core.db.in_transaction():
        core.db.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
