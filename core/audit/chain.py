"""The hash chain: how entries join it when a transaction commits, and how it is verified.

An entry's hash is the SHA-256 of its columns and of the hash before it, so one changed byte
breaks the chain there. Who can rewrite the whole database can rewrite the chain too: note the
last hash elsewhere now and then, and ask `verify` whether the chain still holds it.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CursorResult, Row, event, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, SessionTransaction

from core.audit.models import AuditHead, AuditRow

GENESIS = "0" * 64
"""What the first entry has in place of a hash before it."""

PAGE = 1000
_WAITING = "audit entries to add at commit"
_HASHED = (
    AuditRow.id,
    AuditRow.at,
    AuditRow.action,
    AuditRow.person,
    AuditRow.subject,
    AuditRow.purpose,
    AuditRow.detail,
    AuditRow.caller,
    AuditRow.previous,
)


def hash_of(columns: Sequence[Any]) -> str:
    """The hash of an entry's columns, in the order of the table. Raises TypeError for bytes."""
    return hashlib.sha256(json.dumps(columns, ensure_ascii=False).encode()).hexdigest()


@dataclass
class _Waiting:
    row: AuditRow
    savepoint: SessionTransaction | None


def add_at_commit(db: Session, row: AuditRow) -> None:
    """Add an entry in the last moment of this transaction; it goes if the transaction does.

    The head is locked only then: nobody queues for it while this transaction waits for other
    things, and no two transactions can wait for each other.
    """
    if not db.in_transaction():
        db.begin()
    waiting: list[_Waiting] = db.info.setdefault(_WAITING, [])
    waiting.append(_Waiting(row, db.get_nested_transaction()))


@event.listens_for(Session, "before_commit")
def _join_the_chain(db: Session) -> None:
    waiting: list[_Waiting] = db.info.get(_WAITING, [])
    if (savepoint := db.get_nested_transaction()) is not None:
        outer = savepoint.parent if savepoint.parent and savepoint.parent.nested else None
        for one in waiting:
            if one.savepoint is savepoint:
                one.savepoint = outer
        return
    if not waiting:
        return
    head = db.get_one(AuditHead, 1, with_for_update=True, populate_existing=True)
    for one in waiting:
        row = one.row
        row.id, row.previous = head.entries + 1, head.hash
        row.hash = hash_of([getattr(row, column.key) for column in _HASHED])
        head.entries, head.hash = row.id, row.hash
        db.add(row)
    waiting.clear()


@event.listens_for(Session, "after_transaction_end")
def _forget_what_was_rolled_back(db: Session, ended: SessionTransaction) -> None:
    if waiting := db.info.get(_WAITING):
        root = ended.parent is None
        waiting[:] = [one for one in waiting if not root and one.savepoint is not ended]


@dataclass(frozen=True)
class Verdict:
    """What `verify` found. `entries` are sound and end with `hash`; `broken` is the first that
    is not, and `why` says in what way."""

    entries: int
    hash: str
    broken: int | None = None
    why: str = ""

    @property
    def ok(self) -> bool:
        return self.broken is None


def verify(db: Session) -> Verdict:
    """Follow the chain from its first entry to its head. Entries may be added meanwhile."""
    count, last = 0, GENESIS
    while True:
        before = count
        try:
            for row in _after(db, count):
                if why := _fault(row, count, last):
                    return Verdict(count, last, count + 1, why)
                count, last = row.id, row.hash
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            return Verdict(count, last, count + 1, "unreadable")
        query = select(AuditHead.entries, AuditHead.hash).where(AuditHead.id == 1)
        head = db.execute(query).one_or_none()
        if head is None:
            return Verdict(count, last, count + 1, "the head is gone")
        if (head.entries, head.hash) == (count, last):
            return Verdict(count, last)
        if head.entries <= count:
            return Verdict(count, last, max(count, 1), "the head does not know it")
        if before == count:
            return Verdict(count, last, count + 1, "missing")


def holds(db: Session, noted: str) -> bool:
    """Whether the chain has an entry with a hash that was noted earlier."""
    return db.scalar(select(AuditRow.id).where(AuditRow.hash == noted).limit(1)) is not None


def _after(db: Session, count: int) -> Iterator[Row[Any]]:
    """The entries after the first `count`, fetched one by one so that a broken one is known."""
    while True:
        query = select(*_HASHED, AuditRow.hash).where(AuditRow.id > count)
        rows: CursorResult[Any] = db.connection().execute(query.order_by(AuditRow.id).limit(PAGE))
        before = count
        while (row := rows.fetchone()) is not None:
            yield row
            count = row.id
        if count == before:
            return


def _fault(row: Row[Any], count: int, last: str) -> str:
    """What is wrong with the entry after `count` others; empty = nothing."""
    if row.id != count + 1:
        return "missing"
    if row.previous != last:
        return "it does not follow the entry before it"
    try:
        return "" if hash_of(row[:-1]) == row.hash else "changed"
    except TypeError:
        return "changed"
