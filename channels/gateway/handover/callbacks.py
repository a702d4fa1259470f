"""Ringing somebody back: the number stays in core's vault, the gateway has its token.

The vault forgets what was not said for a day; a number that is still to be rung is said again
every RENEW_AFTER, so that Friday's is there on Monday.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from channels.gateway.core_client import CoreClient
from channels.gateway.database import Database
from channels.gateway.handover import queue
from channels.gateway.handover.models import Handover
from channels.gateway.models import Conversation, Message
from channels.gateway.store.claims import Also
from core.contract import PrivateValue

RENEW_AFTER = dt.timedelta(hours=6)
RENEW_PURPOSE = "保管待回电的号码"
_PHONE = re.compile(r"\[PHONE_(\d+)\]")


@dataclass(frozen=True)
class Phone:
    """A number in a message. `kept`: core has it."""

    token: str
    kept: bool


def phone_in(said: str) -> Phone | None:
    """The first number in masked words; one that core could not keep begins with a zero."""
    match = _PHONE.search(said)
    return Phone(match[0], not match[1].startswith("0")) if match else None


async def want(
    session: AsyncSession, conversation: Conversation, message: Message, now: dt.datetime
) -> None:
    """From the queue, if the citizen stands in it, to those who are rung back; the number is
    still to be said. The row of the conversation is held."""
    row = await queue.open_of(session, conversation.id) or await _unsaid(session, conversation.id)
    if row is None:
        row = Handover(
            conversation_id=conversation.id,
            put_back=False,
            reason=message.text,
            asked_at=now,
        )
        session.add(row)
    row.state, row.message_id = "callback", message.id
    row.claimed_by = row.claimed_at = None
    conversation.owner_kind = "bot"


async def without_number(
    session: AsyncSession, conversation_id: str, message_id: int
) -> Handover | None:
    """Whom the message just before this one asked for their number."""
    row = await _unsaid(session, conversation_id)
    last = await session.scalar(
        select(func.max(Message.id)).where(
            Message.conversation_id == conversation_id, Message.id < message_id
        )
    )
    return row if row is not None and row.message_id == last else None


def note(handover_id: int, token: str) -> Also:
    """Keeps the token of the number."""

    async def keep(
        session: AsyncSession, _home: Conversation, _message: Message, reply: dict[str, Any]
    ) -> dict[str, Any]:
        row = await session.get_one(Handover, handover_id)
        row.phone = token
        return reply

    return keep


async def to_ring(session: AsyncSession) -> list[Handover]:
    """Who is to be rung back, the oldest first."""
    query = (
        select(Handover)
        .where(Handover.state == "callback", Handover.phone.is_not(None))
        .order_by(Handover.id)
    )
    return list(await session.scalars(query))


async def renew(database: Database, core: CoreClient, now: dt.datetime) -> None:
    """Say the numbers that are still to be rung to the vault again. What core cannot open now
    is tried again the next time."""
    due = or_(Handover.renewed_at.is_(None), Handover.renewed_at < now - RENEW_AFTER)
    query = select(Handover).where(
        Handover.state == "callback",
        Handover.phone.is_not(None),
        Handover.asked_at < now - RENEW_AFTER,
        due,
    )
    async with database.read() as session:
        rows = list(await session.scalars(query))
    for row in rows:
        token = row.phone or ""
        value = (await core.open(row.conversation_id, [token], RENEW_PURPOSE)).get(token)
        if value is None:
            continue
        await core.tokens(row.conversation_id, [PrivateValue(kind="PHONE", value=value)])
        async with database.write() as session:
            await session.execute(
                update(Handover).where(Handover.id == row.id).values(renewed_at=now)
            )


async def _unsaid(session: AsyncSession, conversation_id: str) -> Handover | None:
    query = (
        select(Handover)
        .where(
            Handover.conversation_id == conversation_id,
            Handover.state == "callback",
            Handover.phone.is_(None),
        )
        .order_by(Handover.id.desc())
        .limit(1)
    )
    found: Handover | None = await session.scalar(query)
    return found
