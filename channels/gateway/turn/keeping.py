"""A message is stored before it is answered, its reply after: each once, whoever sends it again."""

import asyncio
from typing import Any

from channels.gateway.metrics import Metrics
from channels.gateway.notifier import Notifier
from channels.gateway.store import Store
from channels.gateway.store.claims import Claim
from channels.gateway.turn.context import Context


class Keeping:
    """The steps claim and store."""

    def __init__(self, store: Store, notifier: Notifier, metrics: Metrics) -> None:
        self._store = store
        self._notifier = notifier
        self._metrics = metrics

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
            context.fail("busy")

    async def _others_reply(self, claim: Claim, deadline: float) -> dict[str, Any]:
        """Wait for the reply that another process is about to store; empty if none came."""
        while asyncio.get_running_loop().time() < deadline:
            if (reply := await self._store.reply_of(claim.message_id)) is not None:
                return reply
            await asyncio.sleep(0.1)
        return {}

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
