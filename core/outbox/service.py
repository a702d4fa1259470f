"""Publishing news (发件箱), and counting and deleting what was sent."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from core.context import Core
from core.contract import News
from core.outbox import wake
from core.outbox.models import OutboxRow

KEEP_DELIVERED = dt.timedelta(days=30)
WAITING: ColumnElement[bool] = OutboxRow.delivered_at.is_(None) & OutboxRow.dead_at.is_(None)


def publish(core: Core, news: News) -> None:
    """Put news into the outbox, in the transaction of the call; a known key changes nothing.

    Raises ValueError for a key that cannot stand in an HTTP header.
    """
    if not (news.key.isascii() and news.key.isprintable()):
        raise ValueError("the key of news must be printable ASCII")
    postgresql = core.db.get_bind().dialect.name == "postgresql"
    insert = insert_on_postgresql if postgresql else insert_on_sqlite
    row = {
        "key": news.key,
        "session": news.session,
        "kind": news.kind,
        "payload": news.model_dump_json(),
        "created_at": core.now,
        "next_try_at": core.now,
    }
    core.db.execute(insert(OutboxRow).values(row).on_conflict_do_nothing(index_elements=["key"]))
    wake.at_commit(core.db)


@dataclass(frozen=True)
class Counts:
    """How many pieces of news wait, are dead, were delivered; and since when the oldest waits."""

    waiting: int
    dead: int
    delivered: int
    oldest: dt.datetime | None


def counts(core: Core) -> Counts:
    total = select(func.count()).select_from(OutboxRow)
    return Counts(
        waiting=core.db.scalar(total.where(WAITING)) or 0,
        dead=core.db.scalar(total.where(OutboxRow.dead_at.is_not(None))) or 0,
        delivered=core.db.scalar(total.where(OutboxRow.delivered_at.is_not(None))) or 0,
        oldest=core.db.scalar(select(func.min(OutboxRow.created_at)).where(WAITING)),
    )


def purge(core: Core, dry_run: bool = False) -> int:
    """Delete news delivered more than 30 days ago; how many. Dead letters stay."""
    old = OutboxRow.delivered_at < core.now - KEEP_DELIVERED
    number = core.db.scalar(select(func.count()).select_from(OutboxRow).where(old)) or 0
    if not dry_run:
        core.db.execute(delete(OutboxRow).where(old))
    return number
