"""What happens by itself: agents who vanish, people who still wait when the day is over, numbers
that must not be forgotten."""

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from typing import cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.gateway.core_client import CoreClient
from channels.gateway.database import Database
from channels.gateway.handover import callbacks, queue, words
from channels.gateway.handover.desk import append
from channels.gateway.handover.hours import Hours, says
from channels.gateway.handover.models import Handover
from channels.gateway.models import Conversation
from channels.gateway.notifier import Notifier
from channels.gateway.sealing import Sealer
from channels.gateway.wire import Locale
from messages import AnyCard

log = logging.getLogger("luoxiaozheng.gateway.handover")

EVERY_S = 15.0
CLOSING_GRACE = dt.timedelta(minutes=30)
"""Who waits at closing time is still taken for so long."""


Change = Callable[[AsyncSession, Handover, Conversation], Awaitable[AnyCard]]


class Sweeper:
    """Looks every EVERY_S seconds. The first look comes after GONE_AFTER, so that agents whose
    pages had nobody to report to while the gateway was down are not taken for gone."""

    def __init__(
        self,
        database: Database,
        core: CoreClient,
        sealer: Sealer,
        notifier: Notifier,
        hours: Hours,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._database = database
        self._core = core
        self._sealer = sealer
        self._notifier = notifier
        self._hours = hours
        self._clock = clock

    async def run(self) -> None:
        """For ever; what fails is logged and tried again."""
        await asyncio.sleep(queue.GONE_AFTER.total_seconds())
        while True:
            try:
                await self.sweep()
            except Exception as error:
                log.error("sweep failed", extra={"error": type(error).__name__})
            await asyncio.sleep(EVERY_S)

    async def sweep(self) -> None:
        """Look once."""
        for handover_id in await self._in_state("claimed"):
            await self._change(handover_id, "claimed", self._release)
        if self._hours.closed_since(self._clock(), CLOSING_GRACE):
            for handover_id in await self._in_state("waiting"):
                await self._change(handover_id, "waiting", self._send_home)
        await callbacks.renew(self._database, self._core, self._clock())

    async def _in_state(self, state: str) -> list[int]:
        query = select(Handover.id).where(Handover.state == state).order_by(Handover.id)
        async with self._database.read() as session:
            return list(await session.scalars(query))

    async def _release(self, _session: AsyncSession, row: Handover, home: Conversation) -> AnyCard:
        """Put a citizen first in the queue whose agent is gone."""
        agent = row.claimed_by or ""
        row.state, row.put_back = "waiting", True
        row.claimed_by = row.claimed_at = None
        home.owner_kind = "bot"
        return words.put_first(cast(Locale, home.locale), agent)

    async def _send_home(self, session: AsyncSession, row: Handover, home: Conversation) -> AnyCard:
        """The day is over: nobody waits in vain."""
        now = self._clock()
        opening = self._hours.next_opening(now)
        await queue.end(session, row, "closed", now)
        return words.closed(cast(Locale, home.locale), says(opening, now) if opening else None)

    async def _change(self, handover_id: int, state: str, change: Change) -> None:
        """Change a hand-over that is still in a state, and whose agent, if any, is gone; tell the
        citizen."""
        async with self._database.write() as session:
            row = await session.get(Handover, handover_id)
            if row is None:  # the citizen deleted the conversation
                return
            home = await session.get(Conversation, row.conversation_id, with_for_update=True)
            if home is None:
                return
            await session.refresh(row)
            here = await queue.present(session, self._clock())
            if row.state != state or row.claimed_by in here:
                return
            append(session, self._sealer, home, await change(session, row, home))
        self._notifier.wake(home.id)
        log.info("hand-over changed", extra={"handover": handover_id, "was": state})
