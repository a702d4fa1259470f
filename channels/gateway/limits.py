"""How many messages a conversation and a client address may send."""

import logging
import math
import time
from collections.abc import Sequence
from typing import cast

import limits as windows
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.storage import storage_from_string

from service.problems import ProblemError

log = logging.getLogger("luoxiaozheng.gateway.limits")


def parse_limit(text: str) -> windows.RateLimitItem:
    """Read a limit such as `20/minute`; ValueError says what is wrong."""
    return windows.parse(text)


class Limits:
    """Moving windows, in this process or in Redis.

    When Redis fails, counting goes on in this process: nobody is turned away by a
    broken counter, and nobody is let through without one.
    """

    def __init__(self, conversation: str, address: str, redis_url: str = "") -> None:
        self._conversation = parse_limit(conversation)
        self._address = parse_limit(address)
        self._here = MovingWindowRateLimiter(MemoryStorage())
        self._shared = _redis(redis_url) if redis_url else None

    async def check(self, address: str, conversation: str | None) -> None:
        """Count one message; a 429 problem with Retry-After when there were too many."""
        counted: list[tuple[windows.RateLimitItem, Sequence[str]]]
        counted = [(self._address, ("address", address))]
        if conversation is not None:
            counted.append((self._conversation, ("conversation", conversation)))
        for limit, key in counted:
            if (wait := await self._hit(limit, key)) is not None:
                raise ProblemError(
                    429,
                    f"您发得有点快，请 {wait} 秒后再试。紧急情况请直接拨打 110、119 或 120。",
                    headers={"Retry-After": str(wait)},
                )

    async def _hit(self, limit: windows.RateLimitItem, key: Sequence[str]) -> int | None:
        """None when there is room, else the whole seconds to wait."""
        if self._shared is not None:
            try:
                return await _hit(self._shared, limit, key)
            except Exception as error:  # the client libraries raise their own kinds
                log.warning("redis does not count", extra={"error": type(error).__name__})
        return await _hit(self._here, limit, key)


async def _hit(
    limiter: MovingWindowRateLimiter, limit: windows.RateLimitItem, key: Sequence[str]
) -> int | None:
    if await limiter.hit(limit, *key):
        return None
    window = await limiter.get_window_stats(limit, *key)
    return max(1, math.ceil(window.reset_time - time.time()))


def _redis(url: str) -> MovingWindowRateLimiter:
    storage = storage_from_string(f"async+{url}", implementation="redispy", socket_timeout=0.5)
    return MovingWindowRateLimiter(cast(Storage, storage))
