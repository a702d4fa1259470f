"""Working the outbox off: which delivery is next, what of it is under way, what is sent."""

import datetime as dt
import time
from dataclasses import dataclass

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import aliased

from channels.wechat.models import IS_DUE, DeliveryRow
from channels.wechat.outbox import LEASE, OPEN, Cards, Outbox, cards_of, has_open, locked
from channels.wechat.quotas import Grants


@dataclass(frozen=True)
class Delivery:
    """A delivery that this process may send. `unsure`: its next part may be with WeChat already,
    sent at `sending_since`."""

    id: int
    user_id: int
    cards: Cards
    parts_sent: int
    tries: int
    unsure: bool
    sending_since: dt.datetime | None
    is_news: bool


@dataclass(frozen=True)
class Dispatch:
    """Over one outbox."""

    outbox: Outbox

    async def claim(self) -> Delivery | None:
        """The oldest delivery that may be sent now: none before it for the same user."""
        now = _now()
        other = aliased(DeliveryRow)
        earlier = exists().where(
            other.user_id == DeliveryRow.user_id,
            other.id < DeliveryRow.id,
            other.state.in_(OPEN),
        )
        free = or_(DeliveryRow.leased_until.is_(None), DeliveryRow.leased_until < now)
        query = (
            select(DeliveryRow)
            .where(IS_DUE, free, ~earlier)
            .order_by(DeliveryRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        async with self.outbox.database.write() as session:
            row = await session.scalar(query)
            if row is None:
                return None
            unsure = row.state == "sending"
            row.tries += 1
            row.leased_until = now + LEASE
            return Delivery(
                row.id,
                row.user_id,
                cards_of(row, self.outbox.keys),
                row.parts_sent,
                row.tries,
                unsure,
                row.sending_since,
                row.inbox_id is None,
            )

    async def under_way(self, delivery: Delivery) -> int | None:
        """Mark the next part as being sent; how many more may follow it. None when nothing may be
        sent: the delivery waits for the user."""
        now = time.time()
        async with self.outbox.database.write() as session:
            user = await locked(session, delivery.user_id)
            row = await session.get_one(DeliveryRow, delivery.id)
            grants = Grants.read(user.grants)
            if grants.left(now) == 0:
                row.state, row.leased_until = "waiting", None
                return None
            row.state, row.sending_since = "sending", _now()
            row.leased_until = _now() + LEASE
            return grants.left(now) - 1

    async def sent(self, delivery: Delivery, sent: int, parts: int) -> None:
        """`sent` of `parts` are with WeChat; what is new of them is taken from the quota."""
        async with self.outbox.database.write() as session:
            user = await locked(session, delivery.user_id)
            row = await session.get_one(DeliveryRow, delivery.id)
            grants = Grants.read(user.grants)
            for _ in range(sent - row.parts_sent):
                grants = grants.spent(time.time())
            user.grants = grants.rows()
            row.parts_sent = sent
            _rest(row, parts)
            if row.state == "ready":
                row.leased_until = _now() + LEASE  # the caller goes on with it
            await session.flush()
            more = await has_open(session, delivery.user_id)
        if more:
            self.outbox.bell.set()

    async def waits(self, delivery: Delivery) -> None:
        """WeChat says that the quota is spent, or the time over: count nothing as left."""
        async with self.outbox.database.write() as session:
            user = await locked(session, delivery.user_id)
            user.grants = Grants.read(user.grants).exhausted().rows()
            row = await session.get_one(DeliveryRow, delivery.id)
            row.state, row.leased_until = "waiting", None

    async def again(self, delivery: Delivery, seconds: float, state: str = "ready") -> None:
        """Let it be tried again after a while; state `sending` where it may have arrived."""
        values = {"state": state, "leased_until": _now() + dt.timedelta(seconds=seconds)}
        await self._set(delivery.id, values)

    async def give_up(self, delivery: Delivery) -> None:
        """WeChat will never take it."""
        await self._set(delivery.id, {"state": "given_up", "leased_until": None})
        self.outbox.bell.set()

    async def _set(self, delivery_id: int, values: dict[str, object]) -> None:
        async with self.outbox.database.write() as session:
            await session.execute(
                update(DeliveryRow).where(DeliveryRow.id == delivery_id).values(**values)
            )


def _rest(row: DeliveryRow, parts: int) -> None:
    row.sending_since, row.leased_until = None, None
    row.state = "sent" if row.parts_sent >= parts else "ready"


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
