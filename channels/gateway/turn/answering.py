"""Who answers: the person who has the conversation, or the dialogue, which is Rasa's."""

import asyncio
from typing import cast

from channels.gateway import replies
from channels.gateway.doors import Door
from channels.gateway.handover.citizen import Citizen
from channels.gateway.metrics import Metrics
from channels.gateway.models import Conversation
from channels.gateway.rasa_client import RasaClient, RasaUnavailable
from channels.gateway.sealing import Sealer
from channels.gateway.store import Store
from channels.gateway.store.events import Asked
from channels.gateway.turn.context import Context
from channels.gateway.typed_options import option_typed
from channels.gateway.wire import Locale
from messages import AnyCard, FormCard, ReviewCard, Turn

SLACK_S = 0.05
"""Below this much time left, Rasa is not asked any more."""

SIGNED_IN = "/signed_in"
"""What the gateway tells Rasa, which no citizen can say."""


class Answering:
    """The steps person, typed, ask and seal; and what is said to a sign-in."""

    def __init__(
        self, store: Store, rasa: RasaClient, sealer: Sealer, citizen: Citizen, metrics: Metrics
    ) -> None:
        self._store = store
        self._rasa = rasa
        self._sealer = sealer
        self._citizen = citizen
        self._metrics = metrics

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
            context.fail("busy")
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
            context.fail(error.reason)
            return
        if context.turn.outcome != "failed":
            context.asked = asked_by(context.turn)
            context.also = self._citizen.asks(context.turn)

    async def seal(self, context: Context) -> None:
        """Turn acts into opaque choices; say that files were not read."""
        if context.reply or context.turn is None:
            return
        cards = [self._sealer.seal(card, context.conversation_id) for card in context.turn.cards]
        request = context.request
        if request.attachments and (request.text is not None or request.choice is not None):
            cards.insert(0, replies.cannot_read_files(request.locale))
        context.turn = context.turn.model_copy(update={"cards": cards})

    async def signed_in(
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
