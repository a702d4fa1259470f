"""Recording what was done and looked up (审计), and telling the person it was about."""

import datetime as dt
import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select

from core.audit.chain import Verdict, add_at_commit, holds, verify
from core.audit.models import AuditHead, AuditRow
from core.audit.words import what_was_done
from core.context import Core
from core.contract import AuditEntry, Page
from core.paging import BIG_INTEGER, after_id
from text.private_data import mask

__all__ = ["Verdict", "about", "count_about", "done_before", "holds", "record", "verify"]

RECENT = 10_000
"""Entries among which `done_before` looks."""


def record(
    core: Core,
    action: str,
    *,
    person: str | None = None,
    subject: str = "",
    purpose: str = "",
    detail: dict[str, str | int | bool] | None = None,
) -> None:
    """Add an entry to the chain, in the transaction of the call: it is there once that commits.

    `person` is the opaque id of who it is about, `subject` a case number or the like. No private
    values; `purpose` may come from a caller, so it is masked once more.
    """
    row = AuditRow(
        at=core.now.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        action=action,
        person=person,
        subject=subject,
        purpose=mask(purpose.replace("\0", "")).text[:200],
        detail=json.dumps(detail or {}, ensure_ascii=False, sort_keys=True),
        caller=core.caller.name,
    )
    add_at_commit(core.db, row)


def about(
    core: Core, person: str, limit: int, after: str | None, actions: Collection[str] = ()
) -> Page[AuditEntry]:
    """What was done with the data of a person, newest first; `after` is the last `next`.
    With `actions`, these alone."""
    query = select(AuditRow).where(AuditRow.person == person)
    if actions:
        query = query.where(AuditRow.action.in_(actions))
    if (last := after_id(after, BIG_INTEGER)) is not None:
        query = query.where(AuditRow.id < last)
    rows = list(core.db.scalars(query.order_by(AuditRow.id.desc()).limit(limit + 1)))
    more = str(rows[limit - 1].id) if len(rows) > limit else None
    return Page[AuditEntry](items=[_public(row) for row in rows[:limit]], next=more)


def count_about(core: Core, person: str, actions: Collection[str]) -> int:
    """How often one of these was done with the data of a person."""
    this = AuditRow.person == person, AuditRow.action.in_(actions)
    return core.db.scalar(select(func.count()).select_from(AuditRow).where(*this)) or 0


def done_before(core: Core, action: str, subject: str) -> dict[str, Any] | None:
    """The detail of this action on this subject, if it is among the RECENT entries: by it a call
    that is sent again soon after finds that its work is done."""
    newest = core.db.scalar(select(AuditHead.entries)) or 0
    this = AuditRow.action == action, AuditRow.subject == subject
    query = select(AuditRow.detail).where(AuditRow.id > newest - RECENT, *this)
    found = core.db.scalar(query.order_by(AuditRow.id.desc()).limit(1))
    return None if found is None else dict(json.loads(found))


def _public(row: AuditRow) -> AuditEntry:
    return AuditEntry(
        at=dt.datetime.fromisoformat(row.at),
        action=row.action,
        what=what_was_done(row.action, row.subject, json.loads(row.detail)),
        purpose=row.purpose,
    )
