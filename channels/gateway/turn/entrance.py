"""What is settled before a message stands in line: whether it may come in, whose conversation
it belongs to, and its words without private data."""

from channels.gateway import masking, replies
from channels.gateway.limits import Limits
from channels.gateway.safety import Screen, is_command
from channels.gateway.sealing import ForeignChoice, Sealer
from channels.gateway.store import Store
from channels.gateway.store.conversations import NotYours
from channels.gateway.turn.context import Context
from channels.gateway.vault import Vault
from service.problems import ProblemError
from text.normalise import clean


class Entrance:
    """The steps screen, limit, open and mask."""

    def __init__(
        self, store: Store, sealer: Sealer, vault: Vault, limits: Limits, screen: Screen
    ) -> None:
        self._store = store
        self._sealer = sealer
        self._vault = vault
        self._limits = limits
        self._screen = screen

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
