"""The road of one message, as a list of named steps over one context.

    screen -> limit -> open -> mask -> [one at a time] claim -> person -> typed -> ask -> seal ->
    store

A step that knows the answer sets `context.turn`; the steps after it that only look for
an answer then do nothing. Whatever happens, the road ends in exactly one reply.
"""

import asyncio
import logging
import time

from sqlalchemy.exc import SQLAlchemyError

from channels.gateway.doors import WEB, Door, Doors
from channels.gateway.handover.citizen import Citizen
from channels.gateway.identity import Identity
from channels.gateway.limits import Limits
from channels.gateway.metrics import Metrics
from channels.gateway.models import Conversation
from channels.gateway.notifier import Notifier
from channels.gateway.queueing import Queues
from channels.gateway.rasa_client import RasaClient
from channels.gateway.safety import Screen
from channels.gateway.sealing import Sealer
from channels.gateway.store import Store
from channels.gateway.turn.answering import Answering
from channels.gateway.turn.context import Context, Step
from channels.gateway.turn.entrance import Entrance
from channels.gateway.turn.keeping import Keeping
from channels.gateway.turn.telling import Telling
from channels.gateway.vault import Vault
from channels.gateway.wire import ChatReply, ChatRequest

log = logging.getLogger("luoxiaozheng.gateway.turn")


class Road:
    """Takes messages along the road. One for the whole application."""

    def __init__(
        self,
        store: Store,
        rasa: RasaClient,
        sealer: Sealer,
        vault: Vault,
        limits: Limits,
        screen: Screen,
        citizen: Citizen,
        notifier: Notifier,
        metrics: Metrics,
        doors: Doors,
        timeout_s: float,
    ) -> None:
        self._entrance = Entrance(store, sealer, vault, limits, screen)
        self._keeping = Keeping(store, notifier, metrics)
        self._answering = Answering(store, rasa, sealer, citizen, metrics)
        self._telling = Telling(vault, metrics)
        self._store = store
        self._sealer = sealer
        self._notifier = notifier
        self._metrics = metrics
        self._doors = doors
        self._timeout_s = timeout_s
        self._queues = Queues()

    async def travel(
        self, request: ChatRequest, identity: Identity, address: str, door: Door = WEB
    ) -> ChatReply:
        """Answer one message that came through a door. Raises ProblemError for a foreign
        conversation and for too many messages; every other trouble is a turn of its own.

        Where `reply.failure` is set, the same message, under the same client_message_id, may be
        sent again: each failure leaves its card in the conversation."""
        deadline = asyncio.get_running_loop().time() + (door.timeout_s or self._timeout_s)
        context = Context(request, identity, address, deadline, door)
        await self._take(self._entrance.screen, context)
        try:
            return await self._travel_on(context)
        except (SQLAlchemyError, OSError):
            if not context.urgent or context.turn is None:
                raise
            log.exception("an emergency was answered but not stored")
            return self._telling.unstored(context, context.turn)

    async def after_sign_in(self, conversation: Conversation, door: Door | None = None) -> None:
        """Go on with what waited for the sign-in, by the abilities of a door, or of the one that
        the conversation was opened through; the cards are appended to the conversation. A browser
        waits for it, whatever the door."""
        door = door or self._doors.of(conversation.door)
        deadline = asyncio.get_running_loop().time() + self._timeout_s
        async with self._queues.turn(conversation.id, deadline):
            cards, asked = await self._answering.signed_in(conversation, door, deadline)
            sealed = [self._sealer.seal(card, conversation.id) for card in cards]
            shown = [card.model_dump(mode="json", exclude_none=True) for card in sealed]
            await self._store.append(conversation.id, shown, asked)
        self._notifier.wake(conversation.id)

    async def _travel_on(self, context: Context) -> ChatReply:
        enter, keep, answer = self._entrance, self._keeping, self._answering
        for step in (enter.limit, enter.open, enter.mask):
            await self._take(step, context)
        began = time.perf_counter()
        async with self._queues.turn(context.conversation_id, context.deadline) as in_order:
            context.timings_ms["gateway_wait"] = _since(began)
            context.in_order = in_order
            await self._take(keep.claim, context)
            for step in (answer.person, answer.typed, answer.ask, answer.seal):
                await self._take(step, context)
            await self._take(keep.store, context)
        return await self._telling.stored(context)

    async def _take(self, step: Step, context: Context) -> None:
        name = step.__name__
        began = time.perf_counter()
        await step(context)
        context.timings_ms[f"gateway_{name}"] = _since(began)
        self._metrics.steps.labels(name).observe(time.perf_counter() - began)


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 2)
