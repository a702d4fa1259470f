"""Whose a conversation is: opened for an owner, found by its owner alone, deleted whole."""

import re
import secrets
from collections.abc import Sequence

from sqlalchemy import delete, select

from channels.gateway.models import Conversation
from channels.gateway.store.access import Access, now

_ID = re.compile(r"[0-9a-f]{32}")


class NotYours(Exception):
    """No such conversation for this owner; nobody learns whether it exists."""


class Conversations(Access):
    """The rows of conversations."""

    async def open(self, owner: str, locale: str, door: str = "web") -> Conversation:
        """A new conversation of `owner`, through the door of this name."""
        moment = now()
        conversation = Conversation(
            id=secrets.token_hex(16),
            owner_hash=owner,
            owner_kind="bot",
            locale=locale,
            door=door,
            created_at=moment,
            updated_at=moment,
        )
        async with self._database.write() as session:
            session.add(conversation)
        return conversation

    async def find(self, conversation_id: str, owners: Sequence[str]) -> Conversation:
        """The conversation, if one of `owners` owns it; else NotYours."""
        if not _ID.fullmatch(conversation_id):
            raise NotYours
        async with self._database.read() as session:
            found = await session.get(Conversation, conversation_id)
        if found is None or found.owner_hash not in owners:
            raise NotYours
        return found

    async def delete(self, conversation_id: str) -> None:
        """Delete a conversation with its messages, events, thumbs and news."""
        async with self._database.write() as session:
            await session.execute(delete(Conversation).where(Conversation.id == conversation_id))

    async def check(self) -> None:
        """Raise if the migrated database cannot be read."""
        async with self._database.read() as session:
            await session.execute(select(Conversation.id).limit(1))
