"""A message is claimed by one process, which alone stores the reply to it.

The same message, under the same name, is stored and answered once.
"""

import datetime as dt
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.gateway.models import Conversation, Message
from channels.gateway.store.access import Access, locked, now
from channels.gateway.store.events import Asked, new_event

ABANDONED_AFTER = dt.timedelta(seconds=10)
"""A message without a reply for longer belonged to a process that died."""


@dataclass(frozen=True)
class Claim:
    """A message this process may work on (`mine`), or one that somebody else has or had.

    `reply` is the stored reply of a message that was answered before.
    """

    message_id: int
    user_event_id: int | None
    mine: bool
    reply: dict[str, Any] | None = None


Also = Callable[[AsyncSession, Conversation, Message, dict[str, Any]], Awaitable[dict[str, Any]]]
"""What else happens in the transaction that stores a reply; gives the reply to store."""


class Claims(Access):
    """The rows of messages, with the events that they and their replies are."""

    async def claim(
        self, conversation_id: str, client_message_id: str | None, words: str, locale: str
    ) -> Claim:
        """Store a message with its user event, unless it was stored before.

        `words` are masked. A message that a dead process left, or that failed, is claimed again:
        under the same name, so that what was done for it is done once.
        """
        digest = _sha256(client_message_id) if client_message_id else None
        async with self._database.write() as session:
            conversation = await locked(session, conversation_id)
            conversation.updated_at = moment = now()
            conversation.locale = locale
            known = await _known(session, conversation_id, digest)
            if known is not None:
                return _claim_again(known, moment)
            event = new_event(conversation_id, "user", {"text": words})
            session.add(event)
            await session.flush()
            message = Message(
                conversation_id=conversation_id,
                client_hash=digest,
                text=words,
                reply=None,
                claimed_at=moment,
                created_at=moment,
                user_event_id=event.id,
            )
            session.add(message)
            await session.flush()
            return Claim(message.id, event.id, mine=True)

    async def reply_of(self, message_id: int) -> dict[str, Any] | None:
        """The stored reply of a message, once there is one."""
        async with self._database.read() as session:
            query = select(Message.reply).where(Message.id == message_id)
            reply: dict[str, Any] | None = await session.scalar(query)
            return reply

    async def finish(
        self,
        conversation_id: str,
        claim: Claim,
        reply: dict[str, Any],
        asked: Asked | None = None,
        also: Also | None = None,
    ) -> dict[str, Any]:
        """Store the reply, a card event for each of its `cards`, and what they ask; None =
        what was asked before. `also` happens with it or not at all.

        Returns the reply with `event_ids` and `user_event_id`. A reply that another
        process stored meanwhile stays and is returned.
        """
        async with self._database.write() as session:
            conversation = await locked(session, conversation_id)
            message = await session.get_one(Message, claim.message_id)
            if message.reply is not None:
                return message.reply
            if asked is not None:
                conversation.asked_type = asked.type
            if also is not None:
                reply = await also(session, conversation, message, reply)
            events = [new_event(conversation_id, "card", card) for card in reply["cards"]]
            for event in events:  # one by one: their ids follow the order of the cards
                session.add(event)
                await session.flush()
            ids = {"event_ids": [e.id for e in events], "user_event_id": claim.user_event_id}
            message.reply = reply | ids
            return message.reply


async def _known(session: AsyncSession, conversation_id: str, digest: str | None) -> Message | None:
    if digest is None:
        return None
    query = select(Message).where(
        Message.conversation_id == conversation_id, Message.client_hash == digest
    )
    found: Message | None = await session.scalar(query)
    return found


def _claim_again(known: Message, moment: dt.datetime) -> Claim:
    reply = known.reply
    abandoned = reply is None and moment - known.claimed_at > ABANDONED_AFTER
    failed = reply is not None and reply["outcome"] == "failed"
    if not (abandoned or failed):
        return Claim(known.id, None, mine=False, reply=reply)
    known.claimed_at, known.reply = moment, None
    return Claim(known.id, known.user_event_id, mine=True)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
