"""Wishes to talk to a person (转人工意愿)."""

from pydantic import AwareDatetime, Field

from core.contract.common import Model

WISHES_PATH = "/v1/wishes"
"""Address of the wishes to talk to a person (转人工意愿), below core's base URL."""


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
