"""Connections of WeChat that are still open, waiting for a passive reply.

A slot is taken by whoever answers, or closed by whoever gives up waiting, never both: all of it
happens on one event loop, between two awaits.
"""

import asyncio
import time
from dataclasses import dataclass, field

from channels.wechat.outgoing import Outgoing

REAL_RETRY_S = 3.0
"""WeChat tries again after five seconds, or at once when the connection breaks. A copy of a message
that comes sooner, while all is well, is a copy."""
REMEMBERED = 20_000


@dataclass(frozen=True)
class Passive:
    """A passive reply to give: the first part of a delivery; id 0 = of none, the door's words."""

    delivery_id: int
    part: Outgoing


@dataclass(eq=False)
class Slot:
    """One open connection that waits for the reply to one message."""

    reply: asyncio.Future[Passive | None]
    taken: bool = False


@dataclass
class Slots:
    """One for the process."""

    _open: dict[int, Slot] = field(default_factory=dict)
    _arrivals: dict[int, float] = field(default_factory=dict)

    def is_copy(self, inbox_id: int) -> bool:
        """Whether the message came just before, too. After a restart nobody knows: a retry."""
        now, before = time.monotonic(), self._arrivals.pop(inbox_id, None)
        self._arrivals[inbox_id] = now
        if len(self._arrivals) > REMEMBERED:
            del self._arrivals[next(iter(self._arrivals))]
        return before is not None and now - before < REAL_RETRY_S

    async def wait(self, inbox_id: int, seconds: float, grace_s: float) -> Passive | None:
        """Hold the connection for a reply. None after `seconds`, or when a newer connection for
        the same message took its place. One that is taken gets `grace_s` more."""
        older = self._open.pop(inbox_id, None)
        if older is not None and not older.reply.done():
            older.reply.set_result(None)
        slot = self._open[inbox_id] = Slot(asyncio.get_running_loop().create_future())
        try:
            done, _ = await asyncio.wait([slot.reply], timeout=seconds)
            if not done and slot.taken:
                done, _ = await asyncio.wait([slot.reply], timeout=grace_s)
            return slot.reply.result() if done else None
        finally:
            if self._open.get(inbox_id) is slot:
                del self._open[inbox_id]
            if not slot.reply.done():
                slot.reply.cancel()

    def take(self, inbox_id: int) -> Slot | None:
        """The open connection of a message, if there still is one; it will now be answered."""
        slot = self._open.pop(inbox_id, None)
        if slot is None or slot.reply.done():
            return None
        slot.taken = True
        return slot
