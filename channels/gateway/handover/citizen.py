"""What a citizen's message means while a person is waited for or has the conversation."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from channels.gateway.database import Database
from channels.gateway.handover import callbacks, opening, queue, words
from channels.gateway.handover.hours import Hours, says
from channels.gateway.handover.models import Handover
from channels.gateway.models import Conversation, Message
from channels.gateway.sealing import Sealer
from channels.gateway.store.claims import Also
from channels.gateway.wire import Locale
from messages import AnyCard, HandoverCard, Outcome, Turn
from text.normalise import normalise

_MARKS = re.compile(r"[\W_]+")
_HOW_LONG = re.compile(
    r"(?:请问|那)?我?(?:现在|人工)?(?:还要|还得|还需要|大概|大约|要|得|还)*(?:等|排队|排)?"
    r"(?:多久|多长时间|几分钟|多少分钟)(?:才?能?到我|才有人|啊|呀|呢)?"
    r"|(?:现在)?(?:我?前面)(?:还有|有|还|排了)?(?:多少|几)个?位?人?(?:在排|在等|排队)?"
    r"|(?:现在)?(?:我)?(?:排到|排在|排第)(?:几号?|哪里|哪儿|哪|第几个?位?)了?"
    r"|(?:什么时候|几时|何时)(?:才?能?)(?:轮)?到我|(?:轮)?到我了?(?:吗|没有?)"
    r"|人工(?:呢|来了吗|怎么还不来|什么时候来)"
    r"|howlong(?:doihavetowait|isthewait|more)?"
)
"""Whole messages, normalised and without marks."""


@dataclass(frozen=True)
class Answer:
    """What the gateway says by itself, and what changes when that is stored."""

    turn: Turn
    also: Also | None = None


class Citizen:
    """The citizen's side of the hand-over. `staffed`: the house has a desk at all."""

    def __init__(
        self,
        database: Database,
        sealer: Sealer,
        hours: Hours,
        staffed: bool,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._database = database
        self._sealer = sealer
        self._hours = hours
        self._staffed = staffed
        self._clock = clock

    def asks(self, turn: Turn) -> Also | None:
        """What opens the hand-over that a turn of the dialogue asks for."""
        wanted = any(isinstance(card, HandoverCard) and card.queue for card in turn.cards)
        return self._open if wanted and self._staffed else None

    async def has_person(self, conversation: str) -> bool:
        """Whether a person has the conversation now."""
        async with self._database.read() as session:
            row = await queue.open_of(session, conversation)
        return row is not None and row.state == "claimed"

    async def answer(
        self, conversation: str, message: int, said: str, locale: Locale
    ) -> Answer | None:
        """The answer to a message that the dialogue must not or need not see; `said` is masked."""
        if not self._staffed:
            return None
        bare = _MARKS.sub("", normalise(said))
        async with self._database.read() as session:
            row = await queue.open_of(session, conversation)
            if row is not None and bare in words.LEAVE:
                left = words.left(locale, row.state == "claimed")
                return Answer(_turn("answered", left), self._leave)
            if row is not None and row.state == "claimed":
                return Answer(_turn("handed_over", words.receipt(locale, row.claimed_by or "")))
            if bare in words.CALL_ME:
                card = words.ask_number(locale, self._opens())
                return Answer(_turn("handed_over", card), self._want_call)
            if row is not None and _HOW_LONG.fullmatch(bare):
                place = await opening.placed(session, row, locale, self._clock())
                return Answer(_turn("handed_over", place))
            unsaid = await callbacks.without_number(session, conversation, message)
        return None if unsaid is None else self._number(unsaid, said, locale)

    def _number(self, row: Handover, said: str, locale: Locale) -> Answer | None:
        """The answer to what was said after a number was asked for."""
        phone = callbacks.phone_in(said)
        if phone is not None and not phone.kept:
            return Answer(_turn("handed_over", words.not_kept(locale)))
        if phone is not None:
            card = words.will_call(locale, phone.token, self._opens())
            return Answer(_turn("handed_over", card), callbacks.note(row.id, phone.token))
        if any(char.isdigit() for char in said):
            card = words.ask_number(locale, self._opens(), again=True)
            return Answer(_turn("handed_over", card), self._want_call)
        return None

    def _opens(self) -> str | None:
        now = self._clock()
        if self._hours.is_open(now):
            return None
        moment = self._hours.next_opening(now)
        return says(moment, now) if moment else None

    async def _open(
        self,
        session: AsyncSession,
        conversation: Conversation,
        message: Message,
        reply: dict[str, Any],
    ) -> dict[str, Any]:
        return await opening.fill(
            session, conversation, message, reply, self._hours, self._sealer, self._clock()
        )

    async def _leave(
        self,
        session: AsyncSession,
        conversation: Conversation,
        _message: Message,
        reply: dict[str, Any],
    ) -> dict[str, Any]:
        row = await queue.open_of(session, conversation.id)
        if row is not None:
            await queue.end(session, row, "given_up", self._clock())
        conversation.owner_kind = "bot"
        return reply

    async def _want_call(
        self,
        session: AsyncSession,
        conversation: Conversation,
        message: Message,
        reply: dict[str, Any],
    ) -> dict[str, Any]:
        await callbacks.want(session, conversation, message, self._clock())
        return reply


def _turn(outcome: Outcome, card: AnyCard) -> Turn:
    return Turn(outcome=outcome, cards=[card])
