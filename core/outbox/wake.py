"""Telling the deliverers of this process that news was committed."""

import threading

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

_PUBLISHED = "news was published"
_listening: set[threading.Event] = set()


def listen(wake: threading.Event) -> None:
    """Set an event whenever a transaction that published something has been committed."""
    _listening.add(wake)


def stop_listening(wake: threading.Event) -> None:
    _listening.discard(wake)


def at_commit(db: Session) -> None:
    """Wake who listens once the transaction of this session is committed."""
    db.info[_PUBLISHED] = True


@event.listens_for(Session, "after_commit")
def _wake(db: Session) -> None:
    if not db.in_nested_transaction() and db.info.pop(_PUBLISHED, False):
        for wake in tuple(_listening):
            wake.set()


@event.listens_for(Session, "after_transaction_end")
def _forget(db: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        db.info.pop(_PUBLISHED, None)
