"""What was said in a conversation, in order: the citizen's words and the cards shown."""

from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from sqlalchemy import select

from channels.gateway.models import Conversation, Event, Feedback, NewsRow
from channels.gateway.store.access import Access, locked, now

LAST_CARDS = 12
"""More than one reply has."""


@dataclass(frozen=True)
class Asked:
    """What a turn leaves being asked; see `Conversation.asked_type`."""

    type: str | None


class Events(Access):
    """The rows of events, and what is kept about one: its news, its thumb."""

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
            conversation = await locked(session, conversation_id)
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
            await locked(session, conversation_id)
            event = await session.get(Event, event_id)
            if event is None or event.conversation_id != conversation_id or event.kind != "card":
                return False
            feedback = Feedback(event_id=event_id, value=value, comment=comment, updated_at=now())
            await session.merge(feedback)
            return True


def new_event(conversation_id: str, kind: str, payload: dict[str, Any]) -> Event:
    """Something said just now; the row of the conversation is held."""
    return Event(conversation_id=conversation_id, kind=kind, payload=payload, created_at=now())
