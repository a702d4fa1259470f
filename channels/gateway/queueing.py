"""One message at a time in each conversation."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Queues:
    """A lock a conversation, forgotten when nobody holds or awaits it."""

    def __init__(self) -> None:
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def turn(self, conversation: str, deadline: float) -> AsyncIterator[bool]:
        """Wait for one's turn until `deadline` (event loop time, seconds).

        Yields whether the turn came; when it did not, the caller goes on without it.
        """
        lock, users = self._locks.get(conversation, (asyncio.Lock(), 0))
        self._locks[conversation] = (lock, users + 1)
        held = False
        try:
            try:
                async with asyncio.timeout_at(deadline):
                    held = await lock.acquire()
            except TimeoutError:
                pass
            yield held
        finally:
            if held:
                lock.release()
            lock, users = self._locks.pop(conversation)
            if users > 1:
                self._locks[conversation] = (lock, users - 1)
