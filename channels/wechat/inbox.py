"""What came from users: kept once before it is acknowledged, then worked off, in order per user.

The row that must be written anyway is what finds duplicates, across processes: `key_digest` is
unique (Redis, where there is one, only spares it the question, see seen.py). Messages that arrive
together are written together, so that a rush costs few commits.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from channels.gateway.database import Database
from channels.wechat.keeping import Taken, keep
from channels.wechat.models import IS_OPEN, InboxRow
from channels.wechat.receiving.incoming import Incoming
from channels.wechat.secrets import Keys, Unsealable
from channels.wechat.seen import Seen
from channels.wechat.working import every

log = logging.getLogger("luoxiaozheng.wechat.inbox")

LEASE = dt.timedelta(seconds=15)
HEARTBEAT_S = 5.0
"""A process says this often that it still works on its messages. One whose lease is over belonged
to a process that died."""
COUNT_S = 1.0
AT_ONCE = 200


@dataclass(frozen=True)
class Work:
    """A message that this process may answer."""

    id: int
    user_id: int
    incoming: Incoming
    tries: int


class Inbox:
    """One for the whole process; `run` must be running for `take` to end."""

    def __init__(self, database: Database, keys: Keys, seen: Seen) -> None:
        self._database, self._keys, self._seen = database, keys, seen
        self._waiting: asyncio.Queue[tuple[Incoming, asyncio.Future[Taken]]] = asyncio.Queue()
        self._mine: set[int] = set()
        self.unfinished = 0
        """Messages not answered yet, as last counted."""
        self.bell = asyncio.Event()

    async def take(self, incoming: Incoming) -> Taken:
        """Keep it, durably. Raises SQLAlchemyError or OSError when it cannot be kept."""
        digest = self._keys.digest(incoming.key)
        if (known := await self._seen.get(digest)) is not None:
            return await self._known(known)
        kept: asyncio.Future[Taken] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((incoming, kept))
        taken = await kept
        await self._seen.put(digest, taken.id)
        return taken

    async def _known(self, inbox_id: int) -> Taken:
        async with self._database.read() as session:
            state = await session.scalar(select(InboxRow.state).where(InboxRow.id == inbox_id))
        return Taken(inbox_id, new=False, done=state in (None, "done"))

    async def run(self) -> None:
        """Write what waits, together."""
        while True:
            batch = [await self._waiting.get()]
            while not self._waiting.empty() and len(batch) < AT_ONCE:
                batch.append(self._waiting.get_nowait())
            try:
                taken = await self._write([incoming for incoming, _ in batch])
            except Exception as error:  # whatever it was, the next ones must be kept
                log.exception("messages could not be kept", extra={"count": len(batch)})
                for _, kept in batch:
                    if not kept.done():
                        kept.set_exception(error)
                continue
            for (_, kept), one in zip(batch, taken, strict=True):
                if not kept.done():
                    kept.set_result(one)
            self.bell.set()

    async def _write(self, batch: Sequence[Incoming]) -> list[Taken]:
        try:
            return await self._write_once(batch)
        except IntegrityError:  # another process kept one of them at the same moment
            return await self._write_once(batch)

    async def _write_once(self, batch: Sequence[Incoming]) -> list[Taken]:
        async with self._database.write() as session:
            return await keep(session, self._keys, batch)

    async def claim(self) -> Work | None:
        """The oldest message that may be answered now: none before it of the same user."""
        now = _now()
        other = aliased(InboxRow)
        earlier = exists().where(
            other.user_id == InboxRow.user_id, other.id < InboxRow.id, other.state != "done"
        )
        free = or_(InboxRow.state == "new", InboxRow.leased_until < now)
        query = (
            select(InboxRow)
            .where(IS_OPEN, free, ~earlier)
            .order_by(InboxRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        async with self._database.write() as session:
            row = await session.scalar(query)
            if row is None or row.sealed is None:
                return None
            try:
                incoming = Incoming.model_validate_json(self._keys.open(row.sealed))
            except Unsealable:  # the gateway has another secret now; nobody can read it
                log.error("a message cannot be opened", extra={"inbox": row.id})
                finished(row)
                return None
            row.state, row.leased_until, row.tries = "working", now + LEASE, row.tries + 1
            self._mine.add(row.id)
            return Work(row.id, row.user_id, incoming, row.tries)

    async def beat(self) -> None:
        """Keep the leases of what this process works on, for ever."""
        await every(HEARTBEAT_S, self._beat)

    async def _beat(self) -> None:
        if not self._mine:
            return
        until = {"leased_until": _now() + LEASE}
        async with self._database.write() as session:
            await session.execute(
                update(InboxRow).where(InboxRow.id.in_(self._mine)).values(**until)
            )

    def release(self, work: Work) -> None:
        """This process works on it no longer."""
        self._mine.discard(work.id)
        self.bell.set()

    async def later(self, work: Work, seconds: float) -> None:
        """Let a message be tried again after a while."""
        self._mine.discard(work.id)
        again = _now() + dt.timedelta(seconds=seconds)
        async with self._database.write() as session:
            await session.execute(
                update(InboxRow).where(InboxRow.id == work.id).values(leased_until=again)
            )

    async def count(self) -> None:
        """Keep `unfinished` true, each second."""
        await every(COUNT_S, self._count)

    async def _count(self) -> None:
        query = select(func.count()).select_from(InboxRow).where(IS_OPEN)
        async with self._database.read() as session:
            self.unfinished = int(await session.scalar(query) or 0)


def finished(row: InboxRow) -> None:
    """Mark a message answered; its words are forgotten."""
    row.state, row.sealed, row.leased_until = "done", None, None


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
