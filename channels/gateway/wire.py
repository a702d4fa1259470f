"""The public requests and replies of the gateway."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    field_serializer,
    model_validator,
)

from messages import AnyCard, Aspect, Outcome, Trace, Trust

Locale = Literal["zh-CN", "zh-HK", "en"]


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _whole_characters(value: Any) -> Any:
    """JSON can spell half a surrogate pair, which is no character and cannot be stored."""
    return value.encode("utf-8", "ignore").decode() if isinstance(value, str) else value


class ChatRequest(Model):
    """One message of a citizen: either `text` or `choice`."""

    conversation_id: str | None = Field(
        default=None, min_length=1, max_length=64, description="leave out to open a conversation"
    )
    client_message_id: str | None = Field(
        default=None,
        min_length=1,
        max_length=128,
        description="the same id twice in a conversation is one message",
    )
    text: Annotated[str | None, BeforeValidator(_whole_characters)] = Field(
        default=None, description="what the citizen typed or said"
    )
    choice: str | None = Field(
        default=None, max_length=4000, description="`choice` of an option shown before, unchanged"
    )
    attachments: list[Any] = Field(
        default=[], max_length=20, description="not read yet; the reply says so"
    )
    locale: Locale = "zh-CN"

    @model_validator(mode="after")
    def _one_thing_said(self) -> "ChatRequest":
        if self.text is not None and self.choice is not None:
            raise ValueError("text 与 choice 只能给一个")
        if self.text is None and self.choice is None and not self.attachments:
            raise ValueError("text 与 choice 要给一个")
        return self


class ChatReply(Model):
    """What the assistant says to one message."""

    conversation_id: str
    outcome: Outcome
    then: Outcome | None = Field(default=None, description="a form resumed after a digression")
    cards: list[AnyCard] = Field(description="in order; at least one")
    event_ids: list[int] = Field(default=[], description="event id of each card, for feedback")
    user_event_id: int | None = Field(default=None, description="event id of the message itself")
    trace: Trace | None = Field(default=None, description="with a valid X-LXZ-Trace only")
    _failure: str | None = PrivateAttr(default=None)

    @property
    def failure(self) -> str | None:
        """Why the outcome is `failed`, else None: how Rasa could not be had (`RasaUnavailable`),
        `busy`, or `turn` where the dialogue itself said so. Inside only, never on the wire."""
        return self._failure

    def failed_by(self, reason: str) -> None:
        """Keep why there is no answer."""
        self._failure = reason

    @field_serializer("trace", mode="plain")
    def _trace_is_whole(self, trace: Trace | None) -> dict[str, Any] | None:
        """A trace names all its fields, also those that are null."""
        return trace.model_dump(mode="json") if trace else None


class FeedbackRequest(Model):
    """A thumb on one card of one's own conversation."""

    conversation_id: str = Field(min_length=1, max_length=64)
    event_id: int = Field(ge=1, lt=2**31)
    value: Literal["up", "down"]
    comment: str | None = Field(default=None, max_length=500)


class FeedbackReply(Model):
    conversation_id: str
    event_id: int
    value: Literal["up", "down"]


class NewsReply(Model):
    """`kept` is false when there is no such conversation (any more): do not send it again."""

    kept: bool


class Health(Model):
    """`ok`: everything answers. `degraded`: the gateway works, Rasa does not answer.
    `down`: the conversation store cannot be used (503)."""

    status: Literal["ok", "degraded", "down"]
    database: Literal["ok", "down"]
    rasa: Literal["ok", "down"]


class GuideSummary(Model):
    """One guide (办事指南) in a list."""

    id: str
    name: str
    short_name: str
    name_en: str
    summary: str
    audience: Literal["person", "business"]
    theme: str
    department: str
    status: Literal["active", "stopped"]
    checked_on: dt.date


class GuideSource(Model):
    title: str
    publisher: str | None = None
    date: str | None = None
    url: str | None = Field(default=None, description="only where it may be linked")
    trust: Trust


class GuideFact(Model):
    id: str
    aspects: list[Aspect]
    text: str
    source: str | None = Field(default=None, description="key of `sources`; null = unsourced")
    trust: Trust
    as_of: str | None = None


class GuideDetail(GuideSummary):
    """A whole guide. Facts stand in the order of the file."""

    aliases: list[str]
    who_knows_name: str
    who_knows_phone: str
    fee: Literal["free", "amount", "unknown"]
    facts: list[GuideFact]
    sources: dict[str, GuideSource]
