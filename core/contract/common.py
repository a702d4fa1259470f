"""What all requests and responses of core share."""

import datetime as dt
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")

SessionId = Annotated[
    str,
    Field(
        min_length=1,
        max_length=64,
        pattern=r"^[A-Za-z0-9_.:-]+$",
        description="opaque id of the visit the call belongs to; core knows nothing of chat",
    ),
]
ItemId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,63}$", description="id of a matter")]
Key = Annotated[
    str, Field(min_length=1, max_length=128, description="the same key twice does it once")
]


class Model(BaseModel):
    """Unknown fields are errors, so that both sides of the wire notice a drift."""

    model_config = ConfigDict(extra="forbid")


class Page(Model, Generic[Item]):
    """One page of a list, newest first."""

    items: list[Item]
    next: str | None = Field(
        default=None, description="send it back as `after` for the next page; null = the last page"
    )


class Health(Model):
    """Whether core can do its work."""

    status: Literal["ok", "degraded"]
    database: Literal["ok", "down"]
    time: dt.datetime = Field(description="the server's clock, UTC")
