"""The door's users: each has one conversation at the gateway, owned by a token of their own."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from channels.gateway.database import Database
from channels.gateway.identity import Identity, owner_of_cookie
from channels.gateway.services import Services
from channels.gateway.sign_in_client import SignInFailed
from channels.gateway.store import NotYours
from channels.wechat.door import NAME
from channels.wechat.models import UserRow
from channels.wechat.secrets import Keys


@dataclass(frozen=True)
class User:
    """One follower. `openid` and `token` are secrets: never logged."""

    id: int
    openid: str
    token: str
    conversation_id: str
    follows: bool

    @property
    def identity(self) -> Identity:
        """What the gateway would know them by if they came with a browser."""
        return Identity((owner_of_cookie(self.token),))


@dataclass(frozen=True)
class Users:
    """Finds users, and opens their conversations."""

    database: Database
    services: Services
    keys: Keys

    async def get(self, user_id: int) -> User:
        """A user by their row, with a conversation that exists."""
        async with self.database.read() as session:
            row = await session.get_one(UserRow, user_id)
        openid = self.keys.open(row.sealed_openid)
        token = self.keys.token(openid)
        conversation = row.conversation_id
        if conversation is None or not await self._exists(conversation, token):
            conversation = await self._opened(user_id, token)
            row.account_told = False
        if not row.account_told:
            await self._tell_account(user_id, conversation, openid)
        return User(user_id, openid, token, conversation, row.follows)

    async def by_openid(self, openid: str) -> User | None:
        """The user with this openid, if they ever wrote."""
        return await self._one(UserRow.openid_digest == self.keys.digest(openid))

    async def by_conversation(self, conversation_id: str) -> User | None:
        """The user whose conversation it is; None for another door's."""
        return await self._one(UserRow.conversation_id == conversation_id)

    async def _one(self, condition: ColumnElement[bool]) -> User | None:
        async with self.database.read() as session:
            found = await session.scalar(select(UserRow.id).where(condition))
        return None if found is None else await self.get(found)

    async def _exists(self, conversation: str, token: str) -> bool:
        try:
            await self.services.store.find(conversation, [owner_of_cookie(token)])
        except NotYours:
            return False
        return True

    async def _opened(self, user_id: int, token: str) -> str:
        opened = await self.services.store.open(owner_of_cookie(token), "zh-CN", NAME)
        async with self.database.write() as session:
            row = await session.get_one(UserRow, user_id, with_for_update=True)
            row.conversation_id, row.account_told, row.seen_event = opened.id, False, 0
        return opened.id

    async def _tell_account(self, user_id: int, conversation: str, openid: str) -> None:
        """Core pays and signs in by it; where core is away it is told at the next turn."""
        try:
            await self.services.sign_in.account(conversation, "wechat", openid)
        except SignInFailed:
            return
        async with self.database.write() as session:
            row = await session.get_one(UserRow, user_id)
            row.account_told = True
