"""Dead letters (死信): news that was refused or tried too often."""

from pydantic import AwareDatetime, Field
from sqlalchemy import select, update

from core.audit.service import record
from core.context import Core
from core.contract import Model, Page
from core.outbox import wake
from core.outbox.models import OutboxRow
from core.paging import BIG_INTEGER, after_id
from service.problems import ProblemError


class DeadNews(Model):
    """A dead letter as a clerk sees it; what it says stays in the database."""

    id: int
    key: str
    session: str
    kind: str
    attempts: int
    failure: str = Field(description="of the last attempt: a status, or the kind of error")
    created_at: AwareDatetime
    dead_at: AwareDatetime


def dead_news(core: Core, limit: int, after: str | None) -> Page[DeadNews]:
    """Dead letters, newest first; `after` is the last page's `next`."""
    query = select(OutboxRow).where(OutboxRow.dead_at.is_not(None))
    if (last := after_id(after, BIG_INTEGER)) is not None:
        query = query.where(OutboxRow.id < last)
    rows = list(core.db.scalars(query.order_by(OutboxRow.id.desc()).limit(limit + 1)))
    more = str(rows[limit - 1].id) if len(rows) > limit else None
    return Page[DeadNews](items=[_public(row) for row in rows[:limit]], next=more)


def retry(core: Core, event: int) -> None:
    """Try a dead letter again from the beginning, or a 404 problem where there is none."""
    row = core.db.get(OutboxRow, event, with_for_update=True)
    if row is None or row.dead_at is None:
        raise ProblemError(404, "没有这封死信, 也许已经重试过了。")
    row.dead_at, row.attempts, row.next_try_at = None, 0, core.now
    record(core, "outbox.retried", subject=row.key)
    wake.at_commit(core.db)


def retry_all(core: Core) -> int:
    """Try every dead letter again; how many there are."""
    again = {"dead_at": None, "attempts": 0, "next_try_at": core.now}
    dead = update(OutboxRow).where(OutboxRow.dead_at.is_not(None))
    number = len(core.db.scalars(dead.values(again).returning(OutboxRow.id)).all())
    record(core, "outbox.retried", subject="all", detail={"count": number})
    wake.at_commit(core.db)
    return number


def _public(row: OutboxRow) -> DeadNews:
    return DeadNews.model_validate({name: getattr(row, name) for name in DeadNews.model_fields})
