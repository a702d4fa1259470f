"""The gateway with its door to WeChat, and the sandbox for WeChat, in one process."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from sqlalchemy import select

from channels.gateway.database import Database
from channels.gateway.identity import COOKIE
from channels.wechat.models import DeliveryRow, InboxRow, UserRow
from channels.wechat.secrets import Keys
from messages import AnyCard
from sandbox.wechat_account.store import User as Phone
from tests.channels.gateway.conftest import Gateway
from tests.channels.wechat.core import Core
from tests.channels.wechat.wire import Wire

GATEWAY, WECHAT = "http://gateway", "http://wechat"
WHO = "小明"
PATIENCE_S = 20.0
SOON_S = 0.05
"""So often the door looks for what nobody tells it; conftest.py sees to that."""
Got = list[dict[str, Any]]


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until it holds. TimeoutError after PATIENCE_S."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if await holds():
                return
            await asyncio.sleep(0.01)


class World:
    """`gateway`, `core` and `account` (the sandbox) run; `database` is the door's."""

    def __init__(self, gateway: Gateway, core: Core, account: Any, database: Database) -> None:
        self.gateway, self.core, self.account, self.database = gateway, core, account, database
        self.rasa = gateway.rasa
        self.wechat = httpx.AsyncClient(transport=Wire(account), base_url=WECHAT, timeout=60)
        self.door = httpx.AsyncClient(transport=Wire(gateway.app), base_url=GATEWAY, timeout=60)

    def phone(self, who: str = WHO) -> Phone:
        """A follower of the account."""
        known = who in self.account.state.world.store.users
        one: Phone = self.account.state.world.store.user(who)
        one.follows = one.follows or not known
        return one

    async def act(self, kind: str, who: str = WHO, wait: bool = True, **about: Any) -> Got:
        """Do something on the phone. The deliveries to the account's server."""
        self.phone(who)
        told = await self.wechat.post(
            f"/admin/users/{who}/send", params={"wait": wait}, json={"kind": kind, **about}
        )
        assert told.status_code == 200, told.text
        deliveries: Got = told.json()["deliveries"]
        return deliveries

    async def say(self, words: str, who: str = WHO, wait: bool = True, **about: Any) -> Got:
        return await self.act("text", who, wait, text=words, **about)

    async def fails(self, **how: Any) -> None:
        assert (await self.wechat.post("/admin/failures", json=how)).status_code == 200

    def got(self, who: str = WHO) -> Got:
        """What came to the phone, in order."""
        return [one for one in self.phone(who).chat if one["side"] == "account"]

    def texts(self, who: str = WHO) -> list[str]:
        return [one["text"] for one in self.got(who)]

    def ways(self, who: str = WHO) -> list[str]:
        """How it came: passive or service; failure where WeChat said that nobody answered."""
        return [one["via"] for one in self.got(who)]

    async def until(self, holds: Callable[[], Any]) -> None:
        async def now() -> bool:
            return bool(holds())

        await eventually(now)

    async def rest(self) -> None:
        """Until nothing is to be answered or sent."""

        async def is_idle() -> bool:
            return not await self.is_busy()

        await eventually(is_idle)

    async def is_busy(self) -> bool:
        """Behind what waits for its user, nothing is sent."""
        if any(row.state != "done" for row in await self.rows(InboxRow)):
            return True
        deliveries = await self.rows(DeliveryRow)
        stopped = {row.user_id for row in deliveries if row.state == "waiting"}
        due = (row for row in deliveries if row.state in ("ready", "sending"))
        return any(row.user_id not in stopped for row in due)

    async def rows(self, kind: type[Any]) -> list[Any]:
        """Users, messages or deliveries, in order."""
        async with self.database.read() as session:
            return list(await session.scalars(select(kind).order_by(kind.id)))

    async def until_rows(self, kind: type[Any], count: int) -> None:
        async def are_there() -> bool:
            return len(await self.rows(kind)) >= count

        await eventually(are_there)

    async def looked(self) -> None:
        """Time for the feed to look for news again, several times."""
        await asyncio.sleep(6 * SOON_S)

    async def conversation(self, who: str = WHO) -> str:
        """The conversation of a user, who said something before."""
        sessions = {openid: session for session, openid in self.core.accounts.items()}
        return sessions[self.phone(who).openid]

    async def talk(self) -> str:
        """Begin a conversation: one message, answered, so five service messages may follow."""
        await self.say("你好")
        await self.rest()
        return await self.conversation()

    async def append(self, conversation: str, *cards: AnyCard) -> None:
        """Cards that answer no message, as a person at the desk or core's news write them."""
        seal = self.gateway.app.state.services.sealer.seal
        sealed = [seal(card, conversation).model_dump(mode="json") for card in cards]
        await self.gateway.store.append(conversation, sealed, None)

    async def write_on_the_page(self, conversation: str, words: str, who: str = WHO) -> None:
        """The follower has the web page open with this conversation, and writes there."""
        secret = self.gateway.app.state.settings.secret_key.get_secret_value()
        cookie = {"Cookie": f"{COOKIE}={Keys(secret).token(self.phone(who).openid)}"}
        body = {"text": words, "conversation_id": conversation}
        told = await self.door.post("/api/chat", json=body, headers=cookie)
        assert told.status_code == 200, told.text

    async def user(self) -> UserRow:
        """The only user's row."""
        [row] = await self.rows(UserRow)
        assert isinstance(row, UserRow)
        return row
