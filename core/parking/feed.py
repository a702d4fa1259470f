"""The feed of free parking places: fetched by HTTP, checked, kept for a minute.

The schema is ours, told in docs/PARKING.md; coordinates are WGS 84 in degrees.
"""

import logging
import threading
import time
from collections.abc import Callable

import httpx
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

log = logging.getLogger("luoxiaozheng.core.parking")

KEEP_S = 60.0
TRY_AGAIN_S = 10.0
TIMEOUT_S = 1.0
LARGEST = 4_000_000
"""Bytes."""


class Park(BaseModel):
    """A car park as the feed tells it. More fields may come; they are not read."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=100)
    address: str = Field(default="", max_length=200)
    area: str = Field(default="", max_length=40)
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    total: int = Field(ge=0, le=100_000)
    free: int = Field(ge=0, le=100_000)
    price_says: str | None = Field(default=None, max_length=200)

    @model_validator(mode="after")
    def _sound(self) -> "Park":
        if self.free > self.total:
            raise ValueError(f"{self.id}: more free than there are")
        return self


class Parks(BaseModel):
    """The whole feed at one moment."""

    as_of: AwareDatetime
    demo: bool = False
    parks: list[Park] = Field(max_length=5000)


class Feed:
    """The last good form of the feed at an address; an empty address is no feed."""

    def __init__(
        self,
        url: str,
        *,
        client: httpx.Client | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = url
        self._client = client
        self._clock = clock
        self._lock = threading.Lock()
        self._known: Parks | None = None
        self._next = float("-inf")

    def get(self) -> Parks | None:
        """What is known, asked anew after KEEP_S; None where nothing ever was. Never raises."""
        if not self._url:
            return None
        with self._lock:
            if self._clock() >= self._next:
                self._ask()
            return self._known

    def _ask(self) -> None:
        try:
            self._known = self._fetch()
            self._next = self._clock() + KEEP_S
        except (httpx.HTTPError, httpx.InvalidURL, ValidationError, ValueError) as error:
            self._next = self._clock() + TRY_AGAIN_S
            log.warning("no parking feed", extra={"error": type(error).__name__})

    def _fetch(self) -> Parks:
        if self._client is None:
            self._client = httpx.Client(timeout=TIMEOUT_S)
        response = self._client.get(self._url)
        response.raise_for_status()
        if len(response.content) > LARGEST:
            raise ValueError("the feed is too large")
        return Parks.model_validate_json(response.content)
