"""The private values of conversations: kept by core, opened for their owner.

Opened values live in the memory of this process for CACHE_S seconds at most; they are never
stored or logged.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from channels.gateway import masking
from channels.gateway.core_client import CoreClient
from channels.gateway.masking import Masked
from core.contract import PrivateValue

CACHE_S = 60.0
CONVERSATIONS = 1000
"""How many conversations have opened values in memory at most."""


class Vault:
    """What core's vault is to the gateway. One for the whole application."""

    def __init__(self, core: CoreClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._core = core
        self._clock = clock
        self._opened: OrderedDict[str, tuple[float, dict[str, str]]] = OrderedDict()

    async def keep(self, conversation: str, masked: Masked, ask: bool = True) -> Masked:
        """The message with the vault's tokens, which are unique in the conversation.

        When core cannot keep the values now, or `ask` says not to ask it, they are lost, and
        their numbers begin with a zero: `[PHONE_01]` is nobody's token.
        """
        if not masked.found:
            return masked
        values = [
            PrivateValue.model_validate({"kind": item.kind, "value": item.value})
            for item in masked.found
        ]
        tokens = await self._core.tokens(conversation, values) if ask else None
        if tokens is None:
            tokens = [item.token.replace("_", "_0") for item in masked.found]
        by_local = {item.token: token for item, token in zip(masked.found, tokens, strict=True)}
        text = masking.TOKEN.sub(lambda token: by_local.get(token[0], token[0]), masked.text)
        found = [item._replace(token=by_local[item.token]) for item in masked.found]
        return Masked(text, found)

    async def render(self, conversation: str, value: Any, deadline: float = math.inf) -> Any:
        """A JSON value as its owner may see it. Core is asked once, if at all, and not beyond
        `deadline` (event loop time, seconds)."""
        tokens = masking.tokens_in(value)
        if not tokens:
            return masking.render(value)
        known = self._remembered(conversation)
        if missing := sorted(tokens - known.keys()):
            opened = await self._core.open(conversation, missing, "render", deadline)
            self._remember(conversation, opened)
            known = known | opened
        return masking.render(value, known)

    def forget(self, conversation: str) -> None:
        """Drop the opened values of a conversation."""
        self._opened.pop(conversation, None)

    def _remembered(self, conversation: str) -> dict[str, str]:
        self._forget_old()
        return self._opened.get(conversation, (0.0, {}))[1]

    def _remember(self, conversation: str, opened: dict[str, str]) -> None:
        if not opened:
            return
        began, values = self._opened.get(conversation, (self._clock(), {}))
        self._opened[conversation] = began, values | opened
        while len(self._opened) > CONVERSATIONS:
            self._opened.popitem(last=False)

    def _forget_old(self) -> None:
        """The oldest stand first: a conversation keeps its place until it is forgotten."""
        while self._opened:
            began, _ = next(iter(self._opened.values()))
            if self._clock() - began < CACHE_S:
                return
            self._opened.popitem(last=False)
