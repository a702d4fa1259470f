"""The conversation store: who owns what, what was said, in which order.

Whoever writes to a conversation locks its row first, so that its event ids are in the
order in which they become visible, whichever process wrote them.
"""

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.gateway.database import Database
from channels.gateway.models import Conversation, Event, Feedback, Message, NewsRow

ABANDONED_AFTER = dt.timedelta(seconds=10)
"""A message without a reply for longer belonged to a process that died."""

LAST_CARDS = 12
"""More than one reply has."""

_ID = re.compile(r"[0-9a-f]{32}")


class NotYours(Exception):
    """No such conversation for this owner; nobody learns whether it exists."""


@dataclass(frozen=True)
class Claim:
    """A message this process may work on (`mine`), or one that somebody else has or had.

    `reply` is the stored reply of a message that was answered before.
    """

    message_id: int
    user_event_id: int | None
    mine: bool
    reply: dict[str, Any] | None = None


@dataclass(frozen=True)
class Asked:
    """What a turn leaves being asked; see `Conversation.asked_type`."""

    type: str | None


Also = Callable[[AsyncSession, Conversation, Message, dict[str, Any]], Awaitable[dict[str, Any]]]
"""What else happens in the transaction that stores a reply; gives the reply to store."""


class Store:
    """All access to the tables of the gateway."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, owner: str, locale: str, door: str = "web") -> Conversation:
        """A new conversation of `owner`, through the door of this name."""
        now = _now()
        conversation = Conversation(
            id=secrets.token_hex(16),
            owner_hash=owner,
            owner_kind="bot",
            locale=locale,
            door=door,
            created_at=now,
            updated_at=now,
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

    async def claim(
        self, conversation_id: str, client_message_id: str | None, words: str, locale: str
    ) -> Claim:
        """Store a message with its user event, unless it was stored before.

        `words` are masked. A message that a dead process left, or that failed, is claimed again:
        under the same name, so that what was done for it is done once.
        """
        digest = _sha256(client_message_id) if client_message_id else None
        async with self._database.write() as session:
            conversation = await _locked(session, conversation_id)
            conversation.updated_at = now = _now()
            conversation.locale = locale
            known = await _known(session, conversation_id, digest)
            if known is not None:
                return _claim_again(known, now)
            message = Message(
                conversation_id=conversation_id,
                client_hash=digest,
                text=words,
                reply=None,
                claimed_at=now,
                created_at=now,
            )
            event = new_event(conversation_id, "user", {"text": words})
            session.add_all([message, event])
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
            conversation = await _locked(session, conversation_id)
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

    async def take_news(self, key: str, conversation_id: str, card: dict[str, Any]) -> bool:
        """Append the card of a piece of news, unless that was done before; False when there is
        no such conversation."""
        async with self._database.write() as session:
            if await session.get(Conversation, conversation_id, with_for_update=True) is None:
                return False
            if await session.get(NewsRow, key) is None:
                event = new_event(conversation_id, "card", card)
                session.add(event)
                await session.flush()
                session.add(NewsRow(key=key, event_id=event.id, created_at=event.created_at))
            return True

    async def append(
        self, conversation_id: str, cards: list[dict[str, Any]], asked: Asked | None
    ) -> None:
        """Append cards that answer no message, in order, and what they ask."""
        async with self._database.write() as session:
            conversation = await _locked(session, conversation_id)
            if asked is not None:
                conversation.asked_type = asked.type
            for card in cards:
                session.add(new_event(conversation_id, "card", card))
                await session.flush()

    async def events(self, conversation_id: str, after: int, limit: int = 200) -> list[Event]:
        """Events with an id above `after`, oldest first."""
        query = (
            select(Event)
            .where(Event.conversation_id == conversation_id, Event.id > after)
            .order_by(Event.id)
            .limit(limit)
        )
        async with self._database.read() as session:
            return list(await session.scalars(query))

    async def cards_before(
        self, conversation_id: str, event_id: int | None
    ) -> list[dict[str, Any]]:
        """The cards since the message before this one, the newest first; none without an id."""
        query = (
            select(Event)
            .where(Event.conversation_id == conversation_id, Event.id < (event_id or 0))
            .order_by(Event.id.desc())
            .limit(LAST_CARDS)
        )
        async with self._database.read() as session:
            events = await session.scalars(query)
            return [one.payload for one in takewhile(lambda one: one.kind == "card", events)]

    async def rate(
        self, conversation_id: str, event_id: int, value: str, comment: str | None
    ) -> bool:
        """Keep a thumb on a card; False when the conversation has no such card."""
        async with self._database.write() as session:
            await _locked(session, conversation_id)
            event = await session.get(Event, event_id)
            if event is None or event.conversation_id != conversation_id or event.kind != "card":
                return False
            feedback = Feedback(event_id=event_id, value=value, comment=comment, updated_at=_now())
            await session.merge(feedback)
            return True

    async def check(self) -> None:
        """Raise if the migrated database cannot be read."""
        async with self._database.read() as session:
            await session.execute(select(Conversation.id).limit(1))


async def _locked(session: AsyncSession, conversation_id: str) -> Conversation:
    return await session.get_one(Conversation, conversation_id, with_for_update=True)


async def _known(session: AsyncSession, conversation_id: str, digest: str | None) -> Message | None:
    if digest is None:
        return None
    query = select(Message).where(
        Message.conversation_id == conversation_id, Message.client_hash == digest
    )
    found: Message | None = await session.scalar(query)
    return found


def _claim_again(known: Message, now: dt.datetime) -> Claim:
    reply = known.reply
    abandoned = reply is None and now - known.claimed_at > ABANDONED_AFTER
    failed = reply is not None and reply["outcome"] == "failed"
    if not (abandoned or failed):
        return Claim(known.id, None, mine=False, reply=reply)
    known.claimed_at, known.reply = now, None
    return Claim(known.id, reply["user_event_id"] if reply else None, mine=True)


def new_event(conversation_id: str, kind: str, payload: dict[str, Any]) -> Event:
    """Something said just now; the row of the conversation is held."""
    return Event(conversation_id=conversation_id, kind=kind, payload=payload, created_at=_now())


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
