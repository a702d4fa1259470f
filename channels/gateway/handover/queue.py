"""Who waits, in which order, and how long that will take."""

import datetime as dt
import math
from statistics import median

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.gateway.handover.models import DeskAgent, Handover
from channels.gateway.models import Event

GONE_AFTER = dt.timedelta(minutes=2)
"""An agent whose page was not heard of for longer is gone."""

SAMPLES = 20
FEWEST_SAMPLES = 3
"""Fewer handling times than this tell nothing."""
RECENT = dt.timedelta(days=7)


async def open_of(session: AsyncSession, conversation_id: str) -> Handover | None:
    """The hand-over of a conversation that is waiting or claimed."""
    query = select(Handover).where(
        Handover.conversation_id == conversation_id,
        Handover.state.in_(("waiting", "claimed")),
    )
    found: Handover | None = await session.scalar(query)
    return found


async def end(session: AsyncSession, row: Handover, ending: str, now: dt.datetime) -> None:
    """Over. The row of the conversation is held."""
    await session.flush()
    latest = select(func.max(Event.id)).where(Event.conversation_id == row.conversation_id)
    row.state, row.ending, row.ended_at = "ended", ending, now
    row.last_event_id = await session.scalar(latest)


async def waiting(session: AsyncSession) -> list[Handover]:
    """All who wait, first comes first; who was put back stands before the others."""
    query = (
        select(Handover)
        .where(Handover.state == "waiting")
        .order_by(Handover.put_back.desc(), Handover.id)
    )
    return list(await session.scalars(query))


async def ahead_of(session: AsyncSession, one: Handover) -> int:
    """How many wait before one who waits."""
    same = and_(Handover.put_back == one.put_back, Handover.id < one.id)
    before = same if one.put_back else or_(Handover.put_back.is_(True), same)
    query = select(func.count()).select_from(Handover).where(Handover.state == "waiting", before)
    return await session.scalar(query) or 0


async def present(session: AsyncSession, now: dt.datetime) -> set[str]:
    """Names of the agents who are at the desk."""
    query = select(DeskAgent.name).where(DeskAgent.seen_at > now - GONE_AFTER)
    return set(await session.scalars(query))


async def minutes(session: AsyncSession, ahead: int, now: dt.datetime) -> int | None:
    """How long the next wait takes, from recent handling times; None = nobody can tell.

    Every agent at the desk handles one citizen after the other, each for the median time.
    """
    agents = await present(session, now)
    times = await _handling_seconds(session, now)
    if not agents or len(times) < FEWEST_SAMPLES:
        return None
    busy = await session.scalar(
        select(func.count(func.distinct(Handover.claimed_by))).where(
            Handover.state == "claimed", Handover.claimed_by.in_(agents)
        )
    )
    if len(agents) - (busy or 0) > ahead:
        return 1
    return max(1, math.ceil(median(times) * (ahead + 1) / len(agents) / 60))


async def _handling_seconds(session: AsyncSession, now: dt.datetime) -> list[float]:
    query = (
        select(Handover.claimed_at, Handover.ended_at)
        .where(
            Handover.state == "ended",
            Handover.claimed_at.is_not(None),
            Handover.ending != "called",
            Handover.ended_at > now - RECENT,
        )
        .order_by(Handover.ended_at.desc())
        .limit(SAMPLES)
    )
    rows = (await session.execute(query)).all()
    return [(ended - claimed).total_seconds() for claimed, ended in rows if claimed and ended]
