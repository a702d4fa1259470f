"""What is known about one message on its way to a reply."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from channels.gateway import masking, replies
from channels.gateway.doors import WEB, Door
from channels.gateway.identity import Identity
from channels.gateway.models import Conversation
from channels.gateway.sealing import Chosen
from channels.gateway.store.claims import Also, Claim
from channels.gateway.store.events import Asked
from channels.gateway.wire import ChatRequest
from messages import Turn


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

    def fail(self, reason: str) -> None:
        """End in a turn that says so; `reason` is a word of replies.failed."""
        self.failure = reason
        self.turn = replies.failed(self.request.locale, reason, self.reference)


Step = Callable[[Context], Awaitable[None]]
