"""The public request and response models of core: all that other rooms may import.

A district swaps a module for its own system by serving these models at the same
addresses; nothing here knows of databases.
"""

import datetime as dt
from typing import Generic, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

WISHES_PATH = "/v1/wishes"
"""Address of the wishes to talk to a person (转人工意愿), below core's base URL."""

Item = TypeVar("Item")


class Model(BaseModel):
    """Unknown fields are errors, so that both sides of the wire notice a drift."""

    model_config = ConfigDict(extra="forbid")


class Page(Model, Generic[Item]):
    """One page of a list, newest first."""

    items: list[Item]
    next: str | None = Field(
        default=None, description="send it back as `after` for the next page; null = the last page"
    )


class WishCreate(Model):
    """A citizen's wish to talk to a person (转人工意愿)."""

    conversation: str = Field(
        min_length=1, max_length=64, description="opaque id of the conversation it was said in"
    )
    channel: str = Field(
        default="web", pattern=r"^[a-z][a-z0-9-]{0,23}$", description="the door it came through"
    )
    reason: str = Field(
        default="", max_length=500, description="the citizen's words, private data masked already"
    )
    idempotency_key: str | None = Field(
        default=None,
        min_length=1,
        max_length=128,
        description="the same key twice files one wish; the header Idempotency-Key does the same",
    )


class Wish(Model):
    """A filed wish. `reference` is what the citizen quotes."""

    reference: str = Field(
        pattern=r"^W-\d{8}-[0-9A-Z]{4}$",
        description="W, the day in Shenzhen, four characters; e.g. W-20261122-7K3Q",
    )
    conversation: str
    channel: str
    reason: str
    created_at: AwareDatetime


class Health(Model):
    """Whether core can do its work."""

    status: Literal["ok", "degraded"]
    database: Literal["ok", "down"]
    time: dt.datetime = Field(description="the server's clock, UTC")
