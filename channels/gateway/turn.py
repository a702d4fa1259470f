"""The road of one message, as a list of named steps over one context.

    screen -> limit -> open -> mask -> [one at a time] claim -> person -> typed -> ask -> seal ->
    store

A step that knows the answer sets `context.turn`; the steps after it that only look for
an answer then do nothing. Whatever happens, the road ends in exactly one reply.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy.exc import SQLAlchemyError

from channels.gateway import masking, replies
from channels.gateway.doors import WEB, Door, Doors
from channels.gateway.handover.citizen import Citizen
from channels.gateway.identity import Identity
from channels.gateway.limits import Limits
from channels.gateway.metrics import Metrics
from channels.gateway.models import Conversation
from channels.gateway.notifier import Notifier
from channels.gateway.queueing import Queues
from channels.gateway.rasa_client import RasaClient, RasaUnavailable
from channels.gateway.safety import Screen, is_command
from channels.gateway.sealing import Chosen, ForeignChoice, Sealer
from channels.gateway.store import Also, Asked, Claim, NotYours, Store
from channels.gateway.typed_options import option_typed
from channels.gateway.vault import Vault
from channels.gateway.wire import ChatReply, ChatRequest, Locale
from messages import AnyCard, FormCard, ReviewCard, Trace, Turn
from service.problems import ProblemError
from text.normalise import clean

log = logging.getLogger("luoxiaozheng.gateway.turn")

SLACK_S = 0.05
"""Below this much time left, Rasa is not asked any more."""

SIGNED_IN = "/signed_in"
"""What the gateway tells Rasa, which no citizen can say."""

SHOW_S = 0.3
"""Seconds that core always has to open what a reply shows."""


@dataclass
class Context:
    """All that is known about one message. Only `masked` words leave the process.

    `conversation`, `masked` and `claim` are set by the steps open, mask and claim; an
    empty `reply` is one not known yet.
    """

    request: ChatRequest
    identity: Identity
    address: str
    deadline: float
    door: Door = WEB
    reference: str = field(default_factory=replies.reference)
    words: str = ""
    urgent: bool = False
    conversation: Conversation = field(init=False)
    masked: masking.Masked = field(init=False)
    chosen: Chosen | None = None
    in_order: bool = True
    claim: Claim = field(init=False)
    turn: Turn | None = None
    asked: Asked | None = None
    also: Also | None = None
    reply: dict[str, Any] = field(default_factory=dict)
    failure: str | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)

    @property
    def conversation_id(self) -> str:
        return self.conversation.id

    @property
    def said(self) -> str:
        """The message in words for Rasa: what a choice stands for, or the masked text."""
        return self.chosen.message if self.chosen else self.masked.text


Step = Callable[[Context], Awaitable[None]]


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
        self._store = store
        self._rasa = rasa
        self._sealer = sealer
        self._vault = vault
        self._limits = limits
        self._screen = screen
        self._citizen = citizen
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
        await self._take(self.screen, context)
        try:
            return await self._travel_on(context)
        except (SQLAlchemyError, OSError):
            if not context.urgent or context.turn is None:
                raise
            log.exception("an emergency was answered but not stored")
            return self._reply_unstored(context, context.turn)

    async def after_sign_in(self, conversation: Conversation, door: Door | None = None) -> None:
        """Go on with what waited for the sign-in, by the abilities of a door, or of the one that
        the conversation was opened through; the cards are appended to the conversation. A browser
        waits for it, whatever the door."""
        door = door or self._doors.of(conversation.door)
        deadline = asyncio.get_running_loop().time() + self._timeout_s
        async with self._queues.turn(conversation.id, deadline):
            cards, asked = await self._signed_in(conversation, door, deadline)
            sealed = [self._sealer.seal(card, conversation.id) for card in cards]
            shown = [card.model_dump(mode="json", exclude_none=True) for card in sealed]
            await self._store.append(conversation.id, shown, asked)
        self._notifier.wake(conversation.id)

    async def _signed_in(
        self, conversation: Conversation, door: Door, deadline: float
    ) -> tuple[list[AnyCard], Asked | None]:
        """What the dialogue says to a sign-in; while a person has the conversation it hears
        nothing of it."""
        locale = cast(Locale, conversation.locale)
        if not await self._citizen.has_person(conversation.id):
            metadata = replies.metadata(locale, "", door)
            try:
                turn = await self._rasa.ask(conversation.id, SIGNED_IN, metadata, deadline)
                return turn.cards, asked_by(turn)
            except RasaUnavailable as error:
                self._metrics.rasa_failures.labels(error.reason).inc()
        return [replies.signed_in(locale)], None

    async def _travel_on(self, context: Context) -> ChatReply:
        for step in (self.limit, self.open, self.mask):
            await self._take(step, context)
        began = time.perf_counter()
        async with self._queues.turn(context.conversation_id, context.deadline) as in_order:
            context.timings_ms["gateway_wait"] = _since(began)
            context.in_order = in_order
            for step in (self.claim, self.person, self.typed, self.ask, self.seal, self.store):
                await self._take(step, context)
        return await self._reply(context)

    async def _take(self, step: Step, context: Context) -> None:
        name = step.__name__
        began = time.perf_counter()
        await step(context)
        context.timings_ms[f"gateway_{name}"] = _since(began)
        self._metrics.steps.labels(name).observe(time.perf_counter() - began)

    async def screen(self, context: Context) -> None:
        """Clean the words; find danger, commands, emptiness and excess."""
        request, locale = context.request, context.request.locale
        if request.choice is not None:
            return
        if request.text is None:
            context.turn = replies.only_files(locale)
            return
        context.words = words = clean(request.text).strip()
        kind = self._screen.kind_of(words)
        answer = self._screen.answers[kind] if kind else None
        context.urgent = answer is not None and answer.outcome == "emergency"
        if len(words) > replies.MAX_LENGTH and not context.urgent:
            context.turn = replies.too_long(locale, len(words))
        elif kind is not None and answer is not None:
            context.turn = replies.safety(locale, kind, answer)
        elif is_command(words):
            context.turn = replies.command(locale)
        elif not any(char.isalnum() for char in words):
            context.turn = replies.empty(locale)

    async def limit(self, context: Context) -> None:
        """Refuse too many messages; never an emergency, never a traced request."""
        if not (context.urgent or context.identity.traced):
            await self._limits.check(context.address, context.request.conversation_id)

    async def open(self, context: Context) -> None:
        """Find the conversation among the owner's, or open one; read a choice."""
        request, identity = context.request, context.identity
        if request.conversation_id is None:
            context.conversation = await self._store.open(
                identity.owner, request.locale, context.door.name
            )
        else:
            try:
                context.conversation = await self._store.find(
                    request.conversation_id, identity.owners
                )
            except NotYours:
                raise ProblemError(404, "没有这个对话。") from None
        if request.choice is not None:
            try:
                context.chosen = self._sealer.open(request.choice, context.conversation_id)
            except ForeignChoice:
                context.turn = replies.stale_choice(request.locale)

    async def mask(self, context: Context) -> None:
        """Swap private data for tokens; core keeps the values. Nothing is stored or sent before
        this. An emergency does not wait for core."""
        if len(context.words) > replies.MAX_LENGTH:
            context.masked = masking.Masked(f"（{len(context.words)} 个字，没有保存）", [])
            return
        masked = masking.mask(context.words, context.conversation.asked_type)
        context.masked = await self._vault.keep(
            context.conversation_id, masked, ask=not context.urgent
        )

    async def claim(self, context: Context) -> None:
        """Store the message; or find the reply of the one it repeats."""
        request = context.request
        if request.choice is not None:
            said = context.chosen.label if context.chosen else "（失效的选项）"
        else:
            said = context.masked.text or "（没有文字）"
        context.claim = claim = await self._store.claim(
            context.conversation_id, request.client_message_id, said, request.locale
        )
        if claim.mine:
            self._notifier.wake(context.conversation_id)
            return
        self._metrics.repeats.inc()
        context.reply = claim.reply or await self._others_reply(claim, context.deadline)
        if not context.reply:
            self._fail(context, "busy")

    async def _others_reply(self, claim: Claim, deadline: float) -> dict[str, Any]:
        """Wait for the reply that another process is about to store; empty if none came."""
        while asyncio.get_running_loop().time() < deadline:
            if (reply := await self._store.reply_of(claim.message_id)) is not None:
                return reply
            await asyncio.sleep(0.1)
        return {}

    async def person(self, context: Context) -> None:
        """Leave the message to the person who has the conversation; tell who waits for one."""
        if context.reply or context.turn is not None:
            return
        answer = await self._citizen.answer(
            context.conversation_id,
            context.claim.message_id,
            context.said,
            context.request.locale,
        )
        if answer is not None:
            context.turn, context.also = answer.turn, answer.also

    async def typed(self, context: Context) -> None:
        """Who types the label of an option that was just offered has chosen it."""
        if context.reply or context.turn is not None or context.chosen is not None:
            return
        shown = await self._store.cards_before(context.conversation_id, context.claim.user_event_id)
        choice = option_typed(context.masked.text, shown)
        if choice is not None:
            context.chosen = self._sealer.open(choice, context.conversation_id)

    async def ask(self, context: Context) -> None:
        """Ask Rasa, unless the answer is known."""
        if context.reply or context.turn is not None:
            return
        locale = context.request.locale
        time_left = context.deadline - asyncio.get_running_loop().time()
        if not context.in_order or time_left < SLACK_S:
            self._fail(context, "busy")
            return
        try:
            context.turn = await self._rasa.ask(
                context.conversation_id,
                context.said,
                replies.metadata(locale, f"m-{context.claim.message_id}", context.door),
                context.deadline,
            )
        except RasaUnavailable as error:
            self._metrics.rasa_failures.labels(error.reason).inc()
            self._fail(context, error.reason)
            return
        if context.turn.outcome != "failed":
            context.asked = asked_by(context.turn)
            context.also = self._citizen.asks(context.turn)

    def _fail(self, context: Context, reason: str) -> None:
        context.failure = reason
        context.turn = replies.failed(context.request.locale, reason, context.reference)

    async def seal(self, context: Context) -> None:
        """Turn acts into opaque choices; say that files were not read."""
        if context.reply or context.turn is None:
            return
        cards = [self._sealer.seal(card, context.conversation_id) for card in context.turn.cards]
        request = context.request
        if request.attachments and (request.text is not None or request.choice is not None):
            cards.insert(0, replies.cannot_read_files(request.locale))
        context.turn = context.turn.model_copy(update={"cards": cards})

    async def store(self, context: Context) -> None:
        """Keep the reply and its cards, and wake those who watch."""
        if context.reply or context.turn is None:
            return
        reply = context.turn.model_dump(mode="json", exclude_none=True)
        if context.claim.mine:
            reply = await self._store.finish(
                context.conversation_id, context.claim, reply, context.asked, context.also
            )
            self._notifier.wake(context.conversation_id)
        context.reply = reply

    def _reply_unstored(self, context: Context, turn: Turn) -> ChatReply:
        """What an emergency is told when nothing can be stored. The fixed words are the same
        for everybody, so whose conversation it is need not be known."""
        self._metrics.turns.labels(turn.outcome).inc()
        conversation = context.request.conversation_id or secrets.token_hex(16)
        return ChatReply(conversation_id=conversation, outcome=turn.outcome, cards=turn.cards)

    async def _reply(self, context: Context) -> ChatReply:
        stored = dict(context.reply)
        trace = Trace.model_validate(stored.pop("trace", {}))
        trace.timings_ms |= context.timings_ms
        self._metrics.turns.labels(stored["outcome"]).inc()
        _log(context, stored["outcome"], trace)
        deadline = max(context.deadline, asyncio.get_running_loop().time() + SHOW_S)
        shown = await self._vault.render(context.conversation_id, stored, deadline)
        reply = ChatReply.model_validate({"conversation_id": context.conversation_id} | shown)
        if reply.outcome == "failed":
            reply.failed_by(context.failure or "turn")
        if context.identity.traced:
            reply.trace = masking.open_trace(trace, context.masked)
        return reply


def asked_by(turn: Turn) -> Asked:
    """What a turn of the dialogue leaves being asked. What fails, or what the gateway says by
    itself, changes nothing: the citizen answers the same question again."""
    asked: str | None = None
    for card in turn.cards:
        if isinstance(card, FormCard):
            asked = card.field_type if card.private else ""
        elif isinstance(card, ReviewCard):
            asked = ""
    return Asked(asked)


def _log(context: Context, outcome: str, trace: Trace) -> None:
    """One line a turn: no words of the citizen, no entities."""
    log.info(
        "turn",
        extra={
            "reference": context.reference,
            "conversation": context.conversation_id,
            "outcome": outcome,
            "failure": context.failure,
            "trace": trace.model_dump(exclude={"entities"}, exclude_none=True),
        },
    )


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 2)
