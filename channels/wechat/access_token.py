"""One access token for all processes: one asks WeChat, the others wait or use the old one."""

import asyncio
import datetime as dt
import logging
import time

from channels.wechat.api_errors import Away, WeChatError
from channels.wechat.token_server import Fresh, TokenServer
from channels.wechat.token_store import TokenStore

log = logging.getLogger("luoxiaozheng.wechat.token")

RENEW_BEFORE = dt.timedelta(minutes=4)
"""Before 5 minutes to the end WeChat would only give the same token again, see token_server.py."""
ASK_S = 4.0
LEASE = dt.timedelta(seconds=6)
"""Longer than asking may take. When its holder has died, others go on after that long."""
WAIT_S = 8.0
LOOK_EVERY_S = 0.1
FORCE_EVERY_S = 30.0
"""WeChat does not renew by force more often."""


class AccessTokens:
    """Gives the token in force, from memory where that will do."""

    def __init__(self, server: TokenServer, store: TokenStore) -> None:
        self._server = server
        self._store = store
        self._renewing = asyncio.Lock()
        self._known: Fresh | None = None
        self._forced_at = -FORCE_EVERY_S

    async def get(self, refused: str | None = None) -> str:
        """The token. `refused` is one that WeChat did not take just now: another is given, asked
        for only where no process has done so since. Raises WeChatError when there is none."""
        known = self._known
        if known and _good(known, refused) and (not _due(known) or self._renewing.locked()):
            return known.token
        async with self._renewing:
            if self._known and _good(self._known, refused) and not _due(self._known):
                return self._known.token
            self._known = await self._renewed(refused)
            return self._known.token

    async def _renewed(self, refused: str | None) -> Fresh:
        give_up_at = time.monotonic() + WAIT_S
        while True:
            kept = await self._store.read()
            good = kept.fresh if kept.fresh and _good(kept.fresh, refused) else None
            if good and not _due(good):
                return good
            until = dt.datetime.now(dt.UTC) + LEASE
            if await self._store.lease(kept, until):
                return await self._ask(good, refused, until)
            if good:
                return good
            if time.monotonic() >= give_up_at:
                raise Away("no access token in time")
            await asyncio.sleep(LOOK_EVERY_S)

    async def _ask(self, good: Fresh | None, refused: str | None, until: dt.datetime) -> Fresh:
        try:
            async with asyncio.timeout(ASK_S):
                fresh = await self._server.ask()
                if fresh.token == refused and self._may_force():
                    fresh = await self._server.ask(force=True)
        except (WeChatError, TimeoutError) as error:
            if good:  # the lease runs on: nobody asks again for some seconds
                log.warning("token not renewed", extra={"reason": type(error).__name__})
                return good
            await self._store.give_up(until)
            if isinstance(error, TimeoutError):
                raise Away("no access token in time") from None
            raise
        await self._store.keep(fresh, until)
        return fresh

    def _may_force(self) -> bool:
        if time.monotonic() - self._forced_at < FORCE_EVERY_S:
            return False
        self._forced_at = time.monotonic()
        return True


def _good(fresh: Fresh, refused: str | None) -> bool:
    return fresh.token != refused and fresh.expires_at > dt.datetime.now(dt.UTC)


def _due(fresh: Fresh) -> bool:
    return fresh.expires_at - dt.datetime.now(dt.UTC) <= RENEW_BEFORE
