"""A delivery as messages: its cards are read from the conversation, opened for their owner and
rendered. The same delivery gives the same messages each time, so that it can be gone on with."""

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func, select

from channels.gateway.models import Event
from channels.gateway.services import Services
from channels.wechat.addresses import Addresses
from channels.wechat.mini_program import MiniProgram
from channels.wechat.outbox import Cards
from channels.wechat.outgoing import Outgoing, Text
from channels.wechat.rendering import render
from channels.wechat.users import User
from messages import AnyCard

_CARDS: TypeAdapter[list[AnyCard]] = TypeAdapter(list[AnyCard])


@dataclass(frozen=True)
class Showing:
    services: Services
    addresses: Addresses
    mini: MiniProgram | None = None

    async def messages(self, user: User, cards: Cards) -> list[Outgoing]:
        """What is sent, in order; empty where there is nothing (any more)."""
        if cards.words is not None:
            return [Text(cards.words)]
        shown = await self.cards(user, cards.first, cards.last)
        if not shown:
            return []
        messages = render(shown, self.addresses.of(user), user.locale, self.mini)
        return [Text(cards.lead), *messages] if cards.lead else messages

    async def cards(self, user: User, first: int, last: int) -> list[AnyCard]:
        """The cards of these events, private values opened."""
        payloads = await self.stored(user, first, last)
        opened = await self.services.vault.render(user.conversation_id, payloads)
        return _CARDS.validate_python(opened)

    async def stored(self, user: User, first: int, last: int) -> list[dict[str, Any]]:
        """The cards of these events as they are kept, with tokens."""
        query = (
            select(Event.payload)
            .where(
                Event.conversation_id == user.conversation_id,
                Event.id.between(first, last),
                Event.kind == "card",
            )
            .order_by(Event.id)
        )
        async with self.services.database.read() as session:
            return list(await session.scalars(query))

    async def last_event(self, user: User) -> int:
        """The id of the newest event of the user's conversation."""
        query = select(func.max(Event.id)).where(Event.conversation_id == user.conversation_id)
        async with self.services.database.read() as session:
            return int(await session.scalar(query) or 0)
