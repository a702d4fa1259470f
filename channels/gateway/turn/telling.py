"""What the one who sent a message is told in the end, and what is counted and logged of it."""

import asyncio
import logging
import secrets

from channels.gateway import masking
from channels.gateway.metrics import Metrics
from channels.gateway.turn.context import Context
from channels.gateway.vault import Vault
from channels.gateway.wire import ChatReply
from messages import Trace, Turn

log = logging.getLogger("luoxiaozheng.gateway.turn")

SHOW_S = 0.3
"""Seconds that core always has to open what a reply shows."""


class Telling:
    """Makes replies."""

    def __init__(self, vault: Vault, metrics: Metrics) -> None:
        self._vault = vault
        self._metrics = metrics

    def unstored(self, context: Context, turn: Turn) -> ChatReply:
        """What an emergency is told when nothing can be stored. The fixed words are the same
        for everybody, so whose conversation it is need not be known."""
        self._metrics.turns.labels(turn.outcome).inc()
        conversation = context.request.conversation_id or secrets.token_hex(16)
        return ChatReply(conversation_id=conversation, outcome=turn.outcome, cards=turn.cards)

    async def stored(self, context: Context) -> ChatReply:
        """The reply that was stored, with the citizen's own data in it."""
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
