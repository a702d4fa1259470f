"""Putting a citizen in the queue, in the transaction that stores the card which says so."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.gateway.handover import queue, words
from channels.gateway.handover.hours import Hours, says
from channels.gateway.handover.models import Handover
from channels.gateway.models import Conversation, Message
from channels.gateway.sealing import Sealer
from channels.gateway.wire import Locale
from messages import HandoverCard

LOOK_BACK = 8
"""Messages in which the matter at hand is looked for."""


async def fill(
    session: AsyncSession,
    conversation: Conversation,
    message: Message,
    reply: dict[str, Any],
    hours: Hours,
    sealer: Sealer,
    now: dt.datetime,
) -> dict[str, Any]:
    """The reply with its hand-over card filled in: the place in the queue that the citizen has
    from now on, or when people answer. What the card said stays below."""
    locale = cast(Locale, conversation.locale)
    row = await queue.open_of(session, conversation.id)
    if row is None and not hours.is_open(now):
        opening = hours.next_opening(now)
        card = words.closed(locale, says(opening, now) if opening else None)
    else:
        if row is None:
            row = await _put_in(session, message, reply, now)
        card = await placed(session, row, locale, now)
    sealed = sealer.seal(card, conversation.id)
    return reply | {"cards": [_merged(one, cast(HandoverCard, sealed)) for one in reply["cards"]]}


async def placed(
    session: AsyncSession, row: Handover, locale: Locale, now: dt.datetime
) -> HandoverCard:
    """Where somebody stands in the queue."""
    ahead = await queue.ahead_of(session, row)
    minutes = await queue.minutes(session, ahead, now)
    staffed = bool(await queue.present(session, now))
    return words.waiting(locale, row.number, ahead, minutes, staffed)


async def _put_in(
    session: AsyncSession, message: Message, reply: dict[str, Any], now: dt.datetime
) -> Handover:
    before = await _replies_before(session, message)
    row = Handover(
        conversation_id=message.conversation_id,
        state="waiting",
        put_back=False,
        reason=message.text,
        item=_first("item", [reply, *before]),
        draft=_first("draft", [reply, *before]),
        outcome=before[0]["outcome"] if before else None,
        asked_at=now,
    )
    session.add(row)
    await session.flush()
    return row


async def _replies_before(session: AsyncSession, message: Message) -> list[dict[str, Any]]:
    """The latest replies of the conversation, the last first."""
    query = (
        select(Message.reply)
        .where(
            Message.conversation_id == message.conversation_id,
            Message.id < message.id,
            Message.reply.is_not(None),
        )
        .order_by(Message.id.desc())
        .limit(LOOK_BACK)
    )
    return [reply for reply in await session.scalars(query) if reply is not None]


def _first(name: str, replies: Sequence[dict[str, Any]]) -> str | None:
    """The latest matter or draft that a card or trace names."""
    for reply in replies:
        for named in [*reply["cards"], reply.get("trace", {})]:
            if value := named.get(name):
                return str(value)
    return None


def _merged(card: dict[str, Any], ours: HandoverCard) -> dict[str, Any]:
    """The card of the dialogue with what the gateway knows; other cards as they are."""
    if not (card["type"] == "handover" and card.get("queue")):
        return card
    theirs = HandoverCard.model_validate(card)
    merged = ours.model_copy(
        update={
            "text": f"{ours.text}\n{theirs.text}",
            "speech": f"{ours.speech}{theirs.speech}",
            "phones": list(dict.fromkeys([*theirs.phones, *ours.phones])),
            "places": theirs.places,
            "reference": theirs.reference,
            "item": theirs.item,
            "queue": True,
        }
    )
    return merged.model_dump(mode="json", exclude_none=True)
