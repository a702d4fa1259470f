"""News for conversations on WeChat: cards that answer no message, written by whichever process.

Ids become visible out of order across conversations, so the last stretch is looked at again; what
a user has seen is kept with the user, so nothing comes twice.
"""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from sqlalchemy import func, select

from channels.gateway.models import Conversation, Event, Message
from channels.gateway.services import Services
from channels.wechat.binding import Binding
from channels.wechat.door import NAME
from channels.wechat.outbox import Outbox
from channels.wechat.users import Users

log = logging.getLogger("luoxiaozheng.wechat.feed")

LOOK_EVERY_S = 1.0
AT_ONCE = 2000
OVERLAP = 200
START_BACK = 20_000
"""How many events are looked at again after a start."""
CHUNK = 500
REPLIES = 100
"""A conversation's newest replies: more than are written between two looks."""


@dataclass
class Feed:
    """One for the process."""

    services: Services
    outbox: Outbox
    users: Users
    binding: Binding
    _at: int | None = None
    _open: dict[str, tuple[int, int]] = field(default_factory=dict)
    """First and last card of the conversations that were not looked after yet."""

    async def run(self) -> None:
        """Hand news to the outbox for ever."""
        while True:
            try:
                await self._look()
            except Exception:  # the next look finds the same news again
                log.exception("news cannot be handed on now")
            await asyncio.sleep(LOOK_EVERY_S)

    async def _look(self) -> None:
        newest = await self._newest()
        if self._at is None:
            self._at = max(0, newest - START_BACK)
        for conversation, first, last in await self._since(self._at - OVERLAP):
            known = self._open.get(conversation, (first, last))
            self._open[conversation] = (min(known[0], first), max(known[1], last))
        self._at = min(newest, self._at + AT_ONCE)
        names = list(self._open)
        for at in range(0, len(names), CHUNK):
            await self._hand_on(names[at : at + CHUNK])

    async def _hand_on(self, conversations: list[str]) -> None:
        standing = await self.outbox.standing(conversations)
        for conversation in conversations:
            first, last = self._open[conversation]
            user_id, seen, busy = standing.get(conversation, (0, last, False))
            if seen < last:
                if busy or not await self._tell(conversation, user_id, max(first, seen + 1), last):
                    continue  # a message of this user is being answered; looked at again
                await self.binding.keep(await self.users.get(user_id))
            del self._open[conversation]

    async def _tell(self, conversation: str, user_id: int, first: int, last: int) -> bool:
        """Whether the news among these events is in the outbox now. A reply is no news: who wrote
        on the page with this conversation was answered there."""
        for begins, ends in await self._unasked(conversation, first, last):
            if not await self.outbox.news(user_id, ends, begins):
                return False
        await self.outbox.skip(user_id, last)
        return True

    async def _unasked(self, conversation: str, first: int, last: int) -> list[tuple[int, int]]:
        """The runs (first and last event) of cards that answer no message, in order."""
        cards = select(Event.id).where(
            Event.conversation_id == conversation,
            Event.kind == "card",
            Event.id.between(first, last),
        )
        replies = (
            select(Message.reply)
            .where(Message.conversation_id == conversation, Message.reply.is_not(None))
            .order_by(Message.id.desc())
            .limit(REPLIES)
        )
        async with self.services.database.read() as session:
            answered = {
                event
                for reply in await session.scalars(replies)
                for event in (reply or {}).get("event_ids", [])
            }
            ids = list(await session.scalars(cards.order_by(Event.id)))
        runs = groupby(ids, key=lambda event: event in answered)
        found = [list(run) for is_reply, run in runs if not is_reply]
        return [(run[0], run[-1]) for run in found]

    async def _newest(self) -> int:
        async with self.services.database.read() as session:
            return int(await session.scalar(select(func.max(Event.id))) or 0)

    async def _since(self, after: int) -> Iterable[tuple[str, int, int]]:
        """(conversation, first card, last card) of what is newer, of this door only."""
        query = (
            select(Event.conversation_id, func.min(Event.id), func.max(Event.id))
            .join(Conversation, Conversation.id == Event.conversation_id)
            .where(
                Event.id > after,
                Event.id <= after + AT_ONCE + OVERLAP,
                Event.kind == "card",
                Conversation.door == NAME,
            )
            .group_by(Event.conversation_id)
        )
        async with self.services.database.read() as session:
            return [(one, first, last) for one, first, last in await session.execute(query)]
