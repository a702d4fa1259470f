"""One turn of the assistant: the outcome, the cards, and what can be learnt from it."""

from typing import Literal

from pydantic import Field

from messages.cards import AnyCard, Model

Outcome = Literal[
    "answered",
    "silent",
    "clarified",
    "collecting",
    "submitted",
    "decided",
    "reported",
    "paid",
    "booked",
    "directed",
    "filed",
    "handed_over",
    "declined",
    "smalltalk",
    "emergency",
    "failed",
]


class Candidate(Model):
    """A matter and the probability that its guide answers."""

    item: str
    p: float = Field(ge=0, le=1)


class Trace(Model):
    """What a turn leaves behind. Holds no private data and no words of the citizen."""

    intent: str | None = None
    item: str | None = None
    aspect: str | None = None
    confidence: float | None = Field(default=None, ge=0, le=1)
    candidates: list[Candidate] = []
    facts: list[str] = []
    entities: dict[str, str | list[str]] = {}
    timings_ms: dict[str, float] = {}


class Turn(Model):
    """What one action says. It travels from the action server to the gateway as the
    `custom` field of exactly one Rasa message."""

    outcome: Outcome
    then: Outcome | None = Field(default=None, description="a form resumed after a digression")
    cards: list[AnyCard] = Field(min_length=1)
    trace: Trace = Trace()


class MessageMetadata(Model):
    """What the gateway tells an action about the channel, in Rasa's `metadata` field."""

    locale: Literal["zh-CN", "zh-HK", "en"] = "zh-CN"
    buttons: bool = True
    pay: bool = False
    spoken: bool = False
    message: str = Field(
        default="", description="the message's id at the gateway: the same when it is sent again"
    )
