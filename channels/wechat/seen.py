"""Which messages are kept already, in Redis: a copy need not wait for the database then.

The row in the inbox is what counts. It is written first; what Redis forgets, or cannot say, is
asked of the database.
"""

import logging

from redis.asyncio import Redis
from redis.exceptions import RedisError

log = logging.getLogger("luoxiaozheng.wechat.seen")

LIVES_S = 120
"""WeChat's tries end after 15 seconds."""
TIMEOUT_S = 0.5


class Seen:
    """Inbox ids by the digest of a message's key, for all processes."""

    def __init__(self, redis_url: str) -> None:
        self._redis = (
            Redis.from_url(redis_url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S)
            if redis_url
            else None
        )

    async def get(self, digest: str) -> int | None:
        """The row of a message that was kept; None where that is not known here."""
        if self._redis is None:
            return None
        try:
            found = await self._redis.get(f"lxz:wechat:{digest}")
        except (RedisError, OSError) as error:
            log.warning("redis does not know", extra={"error": type(error).__name__})
            return None
        return int(found) if found else None

    async def put(self, digest: str, inbox_id: int) -> None:
        """After the row is committed."""
        if self._redis is None:
            return
        try:
            await self._redis.set(f"lxz:wechat:{digest}", inbox_id, ex=LIVES_S)
        except (RedisError, OSError) as error:
            log.warning("redis does not keep", extra={"error": type(error).__name__})

    async def close(self) -> None:
        """Give the connections back."""
        if self._redis is not None:
            await self._redis.aclose()
