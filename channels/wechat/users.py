"""The door's users: each has one conversation at the gateway, owned by a token of their own."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from channels.gateway.database import Database
from channels.gateway.identity import Identity, owner_of_cookie
from channels.gateway.models import Conversation
from channels.gateway.services import Services
from channels.gateway.sign_in_client import SignInFailed
from channels.gateway.store.conversations import NotYours
from channels.gateway.wire import Locale
from channels.wechat.door import NAME
from channels.wechat.models import UserRow
from channels.wechat.secrets import Keys


@dataclass(frozen=True)
class User:
    """One follower, as found. `openid` and `token` are secrets: never logged. `locale` is the
    conversation's, `seen_event` the last event of it that a delivery exists for."""

    id: int
    openid: str
    token: str
    conversation_id: str
    locale: Locale
    seen_event: int
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
        """A user by their row, with a conversation that exists and that core knows of."""
        async with self.database.read() as session:
            row = await session.get_one(UserRow, user_id)
        openid = self.keys.open(row.sealed_openid)
        token = self.keys.token(openid)
        found = await self._conversation(row.conversation_id, token)
        if found is None or not row.account_told:
            row, found = await self._begun(row, found, openid, token)
        locale: Any = found.locale
        return User(user_id, openid, token, found.id, locale, row.seen_event, row.follows)

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

    async def _conversation(self, name: str | None, token: str) -> Conversation | None:
        try:
            return await self.services.store.find(name or "", [owner_of_cookie(token)])
        except NotYours:
            return None

    async def _begun(
        self, known: UserRow, found: Conversation | None, openid: str, token: str
    ) -> tuple[UserRow, Conversation]:
        """With a conversation, and core told of it; one that was begun meanwhile counts."""
        held = found or await self.services.store.open(owner_of_cookie(token), "zh-CN", NAME)
        told = await self._tell_account(held.id, openid)
        async with self.database.write() as session:
            row = await session.get_one(UserRow, known.id, with_for_update=True)
            if row.conversation_id == known.conversation_id:
                row.conversation_id, row.account_told = held.id, told
                row.seen_event = row.seen_event if found else 0
        if row.conversation_id == held.id:
            return row, held
        other = await self._conversation(row.conversation_id, token)
        return (row, other) if other else await self._begun(row, None, openid, token)

    async def _tell_account(self, conversation: str, openid: str) -> bool:
        """Core pays and signs in by it; where core is away it is told at the next turn."""
        try:
            await self.services.sign_in.account(conversation, "wechat", openid)
        except SignInFailed:
            return False
        return True
