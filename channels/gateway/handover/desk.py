"""The agent's side of the hand-over: take, say, give back. The row of the conversation is held
first in every change, so that of two who come at once one wins."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Literal, cast

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from channels.gateway import masking
from channels.gateway.core_client import CoreClient
from channels.gateway.database import Database
from channels.gateway.handover import queue, words
from channels.gateway.handover.models import DeskAgent, Handover
from channels.gateway.models import Conversation
from channels.gateway.notifier import Notifier
from channels.gateway.sealing import Sealer
from channels.gateway.store.events import new_event
from channels.gateway.vault import Vault
from channels.gateway.wire import Locale
from messages import AnyCard
from service.problems import ProblemError
from text.normalise import clean

HEARTBEAT = dt.timedelta(seconds=15)
"""How often it is written down that an agent is there, at most."""

GONE = "没有这个接待，对话可能已经被市民删除。"
TAKEN = "这位市民已经由别的同事接待，或者不再等了。"
NOT_YOURS = "这个对话已经不在您手上：市民结束了，或者连接断过、放回了队列。"
NO_NUMBER = "号码现在取不到：保管库没有回应，或者市民删除了自己的数据。"


class Desk:
    """What agents do. Raises ProblemError with a sentence for the agent."""

    def __init__(
        self,
        database: Database,
        core: CoreClient,
        vault: Vault,
        sealer: Sealer,
        notifier: Notifier,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._database = database
        self._core = core
        self._vault = vault
        self._sealer = sealer
        self._notifier = notifier
        self._clock = clock
        self._written: dict[str, dt.datetime] = {}

    async def seen(self, agent: str) -> None:
        """Write down that an agent is at the desk."""
        now = self._clock()
        if now - self._written.get(agent, now - HEARTBEAT) < HEARTBEAT:
            return
        self._written[agent] = now
        async with self._database.write() as session:
            known = update(DeskAgent).where(DeskAgent.name == agent).values(seen_at=now)
            if (await session.execute(known)).rowcount:  # type: ignore[attr-defined]
                return
            try:
                async with session.begin_nested():
                    session.add(DeskAgent(name=agent, seen_at=now))
            except IntegrityError:
                return  # another page of the same agent was quicker

    async def leave(self, agent: str) -> None:
        """An agent goes; whom they were talking to is put first in the queue by the next sweep."""
        self._written.pop(agent, None)
        async with self._database.write() as session:
            await session.execute(delete(DeskAgent).where(DeskAgent.name == agent))

    async def claim(self, handover_id: int, agent: str) -> None:
        """Take somebody who waits; 409 where another did."""
        await self.seen(agent)
        async with self._database.write() as session:
            row, conversation = await self._held(session, handover_id)
            if row.state != "waiting":
                raise ProblemError(409, TAKEN)
            row.state, row.put_back = "claimed", False
            row.claimed_by, row.claimed_at = agent, self._clock()
            conversation.owner_kind = "person"
            self._append(session, conversation, words.joined(_locale(conversation), agent))
        self._notifier.wake(conversation.id)

    async def say(self, handover_id: int, agent: str, text: str) -> None:
        """The agent's words to the citizen; private data in them is masked like the citizen's."""
        async with self._database.read() as session:
            row = await session.get(Handover, handover_id)
        if row is None:
            raise ProblemError(404, GONE)
        masked = await self._vault.keep(row.conversation_id, masking.mask(clean(text)))
        async with self._database.write() as session:
            _, conversation = await self._mine(session, handover_id, agent)
            card = words.of_person(_locale(conversation), agent, masked.text)
            self._append(session, conversation, card)
        self._notifier.wake(conversation.id)

    async def finish(
        self, handover_id: int, agent: str, ending: Literal["handed_back", "ended"]
    ) -> None:
        """Give the conversation back to the bot."""
        async with self._database.write() as session:
            row, conversation = await self._mine(session, handover_id, agent)
            conversation.owner_kind = "bot"
            self._append(session, conversation, words.over(_locale(conversation), ending))
            await queue.end(session, row, ending, self._clock())
        self._notifier.wake(conversation.id)

    async def number(self, handover_id: int, agent: str) -> str:
        """The number to ring back, opened in core for this purpose and audited there. Another
        agent who has it keeps it while they are at the desk (409)."""
        async with self._database.write() as session:
            row = await self._call_back(session, handover_id)
            others = await queue.present(session, self._clock()) - {agent}
            if row.claimed_by in others:
                raise ProblemError(409, f"{row.claimed_by}正在回这个电话。")
            row.claimed_by, row.claimed_at = agent, self._clock()
            home, token = row.conversation_id, row.phone or ""
        value = (await self._core.open(home, [token], f"人工回电：{agent}")).get(token)
        if value is None:
            raise ProblemError(503, NO_NUMBER)
        return value

    async def called(self, handover_id: int, agent: str) -> None:
        """Done: the citizen was rung back."""
        async with self._database.write() as session:
            row = await self._call_back(session, handover_id)
            row.claimed_by = agent
            await queue.end(session, row, "called", self._clock())

    async def _call_back(self, session: AsyncSession, handover_id: int) -> Handover:
        row, _ = await self._held(session, handover_id)
        if row.state != "callback" or row.phone is None:
            raise ProblemError(409, "这个回电已经处理过了。")
        return row

    async def _held(self, session: AsyncSession, handover_id: int) -> tuple[Handover, Conversation]:
        """A hand-over as it is now, its conversation held until the end of the transaction."""
        row = await session.get(Handover, handover_id)
        if row is None:
            raise ProblemError(404, GONE)
        conversation = await session.get(Conversation, row.conversation_id, with_for_update=True)
        if conversation is None:
            raise ProblemError(404, GONE)
        await session.refresh(row)
        return row, conversation

    async def _mine(
        self, session: AsyncSession, handover_id: int, agent: str
    ) -> tuple[Handover, Conversation]:
        row, conversation = await self._held(session, handover_id)
        if row.state != "claimed" or row.claimed_by != agent:
            raise ProblemError(409, NOT_YOURS)
        return row, conversation

    def _append(self, session: AsyncSession, home: Conversation, card: AnyCard) -> None:
        append(session, self._sealer, home, card)


def append(session: AsyncSession, sealer: Sealer, home: Conversation, card: AnyCard) -> None:
    """Show the citizen a card that answers no message; the row of the conversation is held."""
    sealed: dict[str, Any] = sealer.seal(card, home.id).model_dump(mode="json", exclude_none=True)
    session.add(new_event(home.id, "card", sealed))


def _locale(conversation: Conversation) -> Locale:
    return cast(Locale, conversation.locale)
