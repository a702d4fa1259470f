"""Recording what was done and looked up (审计), and telling the person it was about."""

import datetime as dt
import json

from sqlalchemy import select

from core.audit.chain import Verdict, add_at_commit, holds, verify
from core.audit.models import AuditRow
from core.audit.words import what_was_done
from core.context import Core
from core.contract import AuditEntry, Page
from service.problems import ProblemError
from text.private_data import mask

__all__ = ["Verdict", "about", "holds", "record", "verify"]


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


def about(core: Core, person: str, limit: int, after: str | None) -> Page[AuditEntry]:
    """What was done with the data of a person, newest first; `after` is the last `next`."""
    query = select(AuditRow).where(AuditRow.person == person)
    if after is not None:
        if not (after.isascii() and after.isdigit() and len(after) <= 18):
            raise ProblemError(422, "after 不是上一页给出的 next。")
        query = query.where(AuditRow.id < int(after))
    rows = list(core.db.scalars(query.order_by(AuditRow.id.desc()).limit(limit + 1)))
    more = str(rows[limit - 1].id) if len(rows) > limit else None
    return Page[AuditEntry](items=[_public(row) for row in rows[:limit]], next=more)


def _public(row: AuditRow) -> AuditEntry:
    return AuditEntry(
        at=dt.datetime.fromisoformat(row.at),
        action=row.action,
        what=what_was_done(row.action, row.subject, json.loads(row.detail)),
        purpose=row.purpose,
    )
