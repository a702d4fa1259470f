"""What an agent sees: the queue, one's own conversations, their transcripts. Values stay masked:
〔手机号〕."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.gateway import masking
from channels.gateway.database import Database
from channels.gateway.handover import callbacks, queue
from channels.gateway.handover.hours import Hours
from channels.gateway.handover.models import Handover
from channels.gateway.models import Event
from service.problems import ProblemError

LATEST = 200
"""Events of a transcript at most."""

MINE_FOR = dt.timedelta(minutes=10)
"""One's own conversation stays on the page for so long after its end."""


class Slip(BaseModel):
    """One hand-over in a list. `waited_s`: since it was asked for, seconds."""

    id: int
    number: int
    state: str
    put_back: bool
    waited_s: int
    reason: str
    item: str | None
    draft: str | None
    outcome: str | None
    claimed_by: str | None
    ending: str | None
    heard: int = Field(default=0, description="event of the citizen's latest message")


class Overview(BaseModel):
    """All that the page lists."""

    agent: str
    open: bool
    waiting: list[Slip]
    mine: list[Slip]
    callbacks: list[Slip]


class Line(BaseModel):
    """One thing said. `by`: citizen, bot or person."""

    id: int
    by: str
    name: str | None
    text: str
    at: dt.datetime


class Transcript(BaseModel):
    """The lines after the one asked for, oldest first."""

    slip: Slip
    lines: list[Line]


class Views:
    """Reads for the page."""

    def __init__(self, database: Database, hours: Hours, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._hours = hours
        self._clock = clock

    async def overview(self, agent: str) -> Overview:
        """Who waits, whom one talks to, who is to be rung back."""
        now = self._clock()
        recent = (Handover.state == "claimed") | (Handover.ended_at > now - MINE_FOR)
        query = (
            select(Handover)
            .where(Handover.claimed_by == agent, recent, Handover.state != "callback")
            .where(Handover.ending.is_distinct_from("called"))
            .order_by(Handover.id)
        )
        async with self._database.read() as session:
            waiting = await queue.waiting(session)
            mine = list(await session.scalars(query))
            to_ring = await callbacks.to_ring(session)
            heard = await _heard(session, [row.conversation_id for row in mine])
        return Overview(
            agent=agent,
            open=self._hours.is_open(now),
            waiting=[_slip(row, now) for row in waiting],
            mine=[_slip(row, now, heard.get(row.conversation_id, 0)) for row in mine],
            callbacks=[_slip(row, now) for row in to_ring],
        )

    async def transcript(self, handover_id: int, agent: str, after: int) -> Transcript:
        """What was said, up to the end of the hand-over; for whoever claimed it."""
        async with self._database.read() as session:
            row = await session.get(Handover, handover_id)
            if row is None or row.claimed_by != agent or row.state == "callback":
                raise ProblemError(404, "这个对话不在您手上。")
            query = (
                select(Event)
                .where(Event.conversation_id == row.conversation_id, Event.id > after)
                .order_by(Event.id.desc())
                .limit(LATEST)
            )
            if row.last_event_id is not None:
                query = query.where(Event.id <= row.last_event_id)
            found = list(await session.scalars(query))
        shown = [event for event in reversed(found) if not _is_receipt(event.payload)]
        return Transcript(slip=_slip(row, self._clock()), lines=[_line(one) for one in shown])


async def _heard(session: AsyncSession, conversations: list[str]) -> dict[str, int]:
    query = (
        select(Event.conversation_id, func.max(Event.id))
        .where(Event.conversation_id.in_(conversations), Event.kind == "user")
        .group_by(Event.conversation_id)
    )
    return {home: latest for home, latest in (await session.execute(query)).all()}


def _slip(row: Handover, now: dt.datetime, heard: int = 0) -> Slip:
    return Slip(
        id=row.id,
        number=row.number,
        state=row.state,
        put_back=row.put_back,
        waited_s=max(0, int((now - row.asked_at).total_seconds())),
        reason=masking.conceal(row.reason),
        item=row.item,
        draft=row.draft,
        outcome=row.outcome,
        claimed_by=row.claimed_by,
        ending=row.ending,
        heard=heard,
    )


def _is_receipt(payload: dict[str, Any]) -> bool:
    """Whether a card only says that a message went to the agent."""
    return bool(payload.get("agent")) and not payload.get("speech")


def _line(event: Event) -> Line:
    payload = event.payload
    said_by = "citizen" if event.kind == "user" else payload.get("speaker") or "bot"
    return Line(
        id=event.id,
        by=said_by,
        name=payload.get("speaker_name"),
        text=masking.conceal(payload["text"]),
        at=event.created_at,
    )
