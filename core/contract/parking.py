"""Parking (停车): car parks near a place with their free places, from a feed of the minute."""

from pydantic import AwareDatetime, Field

from core.contract.common import Model

PARKING_PATH = "/v1/parking"


class ParkView(Model):
    """A car park as the feed told it at `as_of`. Places may be taken by the time one arrives."""

    name: str
    address: str
    area: str = Field(description="e.g. 水贝")
    free: int = Field(ge=0)
    total: int = Field(ge=0)
    distance_m: int | None = Field(
        default=None, ge=0, description="straight line, metres, approximate; null = unknown"
    )
    price_says: str | None = None
    as_of: AwareDatetime
    stale: bool = Field(description="the feed is older than three minutes")
    demo: bool = Field(description="a made-up car park: 演示")


class ParksFound(Model):
    """Car parks, the nearest with free places first. `says` tells where was looked, how old the
    numbers are, or why there are none."""

    parks: list[ParkView]
    says: str
