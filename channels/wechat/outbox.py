"""What goes to users: kept before it is sent, sent in order per user, by one way only.

A delivery's way is chosen once, in the transaction that stores it. A part is marked as under way
before WeChat is called, and as sent after; what is found under way after a crash is asked about.
A reply that this process may send at once is stored as under way: nobody need look for it.
"""

import asyncio
import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from channels.gateway.database import Database
from channels.wechat.inbox import finished
from channels.wechat.models import DeliveryRow, InboxRow, Route, UserRow
from channels.wechat.quotas import Grants
from channels.wechat.secrets import Keys

AFTER_PASSIVE = dt.timedelta(seconds=1)
"""What follows a passive reply must not overtake it."""
LEASE = dt.timedelta(seconds=20)
"""Longer than a call of WeChat. A delivery whose lease is over belonged to a process that died."""
OPEN = ("ready", "sending", "waiting")


@dataclass(frozen=True)
class Cards:
    """What a delivery is made of: the cards of the events `first` to `last` of the user's
    conversation after a `lead`, or `words` of the door itself."""

    first: int = 0
    last: int = 0
    words: str | None = None
    lead: str | None = None


@dataclass(frozen=True)
class Given:
    """A stored delivery whose first part the caller must see to: as the passive reply, or as a
    message that is marked as under way, with `left` more in the quota after it."""

    delivery_id: int
    way: Route
    left: int = 0


def cards_of(row: DeliveryRow, keys: Keys) -> Cards:
    """What a stored delivery is made of."""
    lead = keys.open(row.sealed_lead) if row.sealed_lead else None
    return Cards(row.first_event, row.last_event, row.words, lead)


@dataclass
class Outbox:
    """One for the whole process."""

    database: Database
    keys: Keys
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(
        self,
        inbox_id: int,
        user_id: int,
        cards: Cards | None,
        parts: int,
        may_be_passive: Callable[[], bool],
        may_go_now: Callable[[], bool] = lambda: False,
    ) -> Given | None:
        """Store the reply to a message, which is thereby done. None when its first part is nothing
        for the caller: it goes when its turn comes.

        A passive reply counts as sent before it is written. Were it marked after, a process that
        dies in between would send it twice; as it is, WeChat tries again and is answered again
        (passive_again). A caller that cannot give it hands it back (not_written).
        """
        async with self.database.write() as session:
            user = await locked(session, user_id)
            waits = await _released(session, user_id)
            row = await session.get_one(InboxRow, inbox_id)
            given = None
            if row.state != "done":
                finished(row)
                if cards is not None:
                    user.seen_event = max(user.seen_event, cards.last)
                    delivery = self._row(user_id, cards, "service", inbox_id)
                    given = await _given(session, user, delivery, parts, may_be_passive, may_go_now)
                    waits = waits or given is None
        if waits:
            self.bell.set()
        return given

    async def news(self, user_id: int, last_event: int, first_event: int) -> bool:
        """Store news for a user who has no message in work; false when it must wait for that, or
        was stored before."""
        busy = select(InboxRow.id).where(InboxRow.user_id == user_id, InboxRow.state != "done")
        async with self.database.write() as session:
            user = await locked(session, user_id)
            if user.seen_event >= last_event or await session.scalar(busy.limit(1)) is not None:
                return False
            first = max(first_event, user.seen_event + 1)
            session.add(self._row(user_id, Cards(first, last_event), "service", None))
            user.seen_event = last_event
        self.bell.set()
        return True

    async def say(self, user_id: int, words: str) -> None:
        """Store words of the door itself."""
        async with self.database.write() as session:
            session.add(self._row(user_id, Cards(words=words), "service", None))
        self.bell.set()

    async def passive_again(self, inbox_id: int) -> tuple[int, Cards] | None:
        """The delivery that a message was passively answered with, for WeChat's next try."""
        query = select(DeliveryRow).where(
            DeliveryRow.inbox_id == inbox_id, DeliveryRow.route == "passive"
        )
        async with self.database.read() as session:
            row = await session.scalar(query)
            return None if row is None else (row.id, cards_of(row, self.keys))

    async def not_written(self, delivery_id: int) -> None:
        """The passive reply could not be given any more: it goes the other way, at once."""
        async with self.database.write() as session:
            row = await session.get_one(DeliveryRow, delivery_id)
            if row.route == "passive" and row.parts_sent == 1:
                row.route, row.parts_sent = "service", 0
                row.state, row.leased_until = "ready", None
        self.bell.set()

    async def latest(self, user_id: int, count: int = 3) -> list[Cards]:
        """The newest deliveries of cards that went out, the newest first."""
        query = (
            select(DeliveryRow)
            .where(
                DeliveryRow.user_id == user_id,
                DeliveryRow.words.is_(None),
                or_(DeliveryRow.parts_sent > 0, DeliveryRow.state == "sending"),
            )
            .order_by(DeliveryRow.id.desc())
            .limit(count)
        )
        async with self.database.read() as session:
            return [cards_of(row, self.keys) for row in await session.scalars(query)]

    async def standing(self, conversations: Sequence[str]) -> dict[str, tuple[int, int, bool]]:
        """By conversation: the user, the last event that a delivery exists for, and whether a
        message of theirs is in work."""
        busy = exists().where(InboxRow.user_id == UserRow.id, InboxRow.state != "done")
        query = select(UserRow.conversation_id, UserRow.id, UserRow.seen_event, busy).where(
            UserRow.conversation_id.in_(conversations)
        )
        async with self.database.read() as session:
            rows = await session.execute(query)
            return {str(name): (user, seen, bool(now)) for name, user, seen, now in rows}

    async def skip(self, user_id: int, event: int) -> None:
        """Do not deliver what the conversation holds up to this event."""
        async with self.database.write() as session:
            user = await locked(session, user_id)
            user.seen_event = max(user.seen_event, event)

    def _row(self, user_id: int, cards: Cards, route: Route, inbox_id: int | None) -> DeliveryRow:
        return DeliveryRow(
            user_id=user_id,
            inbox_id=inbox_id,
            first_event=cards.first,
            last_event=cards.last,
            words=cards.words,
            sealed_lead=self.keys.seal(cards.lead) if cards.lead else None,
            route=route,
            state="ready",
            created_at=_now(),
        )


async def _given(
    session: AsyncSession,
    user: UserRow,
    delivery: DeliveryRow,
    parts: int,
    may_be_passive: Callable[[], bool],
    may_go_now: Callable[[], bool],
) -> Given | None:
    """Store a new delivery, with the way of its first part."""
    left = Grants.read(user.grants).left(time.time())
    first = not await has_open(session, user.id)
    passive = first and may_be_passive()
    now = first and not passive and parts > 0 and left > 0 and user.follows and may_go_now()
    if passive:
        delivery.route, delivery.parts_sent = "passive", 1
        delivery.state = "sent" if parts == 1 else "ready"
        delivery.leased_until = _now() + AFTER_PASSIVE
    elif now:
        delivery.state, delivery.tries = "sending", 1
        delivery.sending_since = _now()
        delivery.leased_until = _now() + LEASE
    session.add(delivery)
    await session.flush()
    return Given(delivery.id, delivery.route, left - 1) if passive or now else None


async def _released(session: AsyncSession, user_id: int) -> bool:
    """The user touched the account: what waited may go on. Whether anything did."""
    waiting = (DeliveryRow.user_id == user_id, DeliveryRow.state == "waiting")
    values = {"state": "ready"}
    found = await session.scalars(
        update(DeliveryRow).where(*waiting).values(**values).returning(DeliveryRow.id)
    )
    return bool(found.all())


async def has_open(session: AsyncSession, user_id: int) -> bool:
    query = select(DeliveryRow.id).where(
        DeliveryRow.user_id == user_id, DeliveryRow.state.in_(OPEN)
    )
    return await session.scalar(query.limit(1)) is not None


async def locked(session: AsyncSession, user_id: int) -> UserRow:
    """A user's row, held until the transaction ends."""
    return await session.get_one(UserRow, user_id, with_for_update=True)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
