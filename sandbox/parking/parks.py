"""Made-up car parks around real areas of Luohu, fuller by day than by night.

The same on every start; free places change from minute to minute by the clock alone.
"""

import datetime as dt
import math
import random
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

COUNT = 313
SEED = 313
SHENZHEN = ZoneInfo("Asia/Shanghai")
AREAS = {
    "水贝": (22.571, 114.122),
    "田贝": (22.564, 114.123),
    "翠竹": (22.559, 114.126),
    "东门": (22.547, 114.119),
    "国贸": (22.540, 114.119),
    "人民南": (22.536, 114.119),
    "桂园": (22.548, 114.109),
    "大剧院": (22.542, 114.108),
    "笋岗": (22.567, 114.108),
    "清水河": (22.586, 114.106),
    "黄贝": (22.548, 114.134),
    "新秀": (22.547, 114.145),
    "东湖": (22.558, 114.147),
    "太安": (22.570, 114.134),
    "布心": (22.583, 114.140),
    "东晓": (22.588, 114.133),
    "草埔": (22.586, 114.122),
    "莲塘": (22.562, 114.174),
}
"""Latitude and longitude (WGS 84), approximate."""
PRICES = ("演示：首小时5元，之后每小时3元", "演示：每小时4元", "演示：每天20元封顶", None)
_SPREAD = 0.004
"""Degrees around the middle of an area: some 400 metres."""


@dataclass(frozen=True)
class Place:
    """A made-up car park. `busy` is how full it is at noon, `phase` sets it apart from others."""

    id: str
    name: str
    address: str
    area: str
    lat: float
    lon: float
    total: int
    price_says: str | None
    busy: float
    phase: float


def make_parks() -> list[Place]:
    """COUNT car parks, the same each time."""
    dice = random.Random(SEED)  # noqa: S311  made-up, not secret
    names = list(AREAS)
    made = []
    for number in range(COUNT):
        area = names[number % len(names)]
        lat, lon = AREAS[area]
        serial = number // len(names) + 1
        made.append(
            Place(
                id=f"demo-{number + 1:03d}",
                name=f"演示停车场{area}{serial:02d}号",
                address=f"{area}片区（演示地址）{serial}号",
                area=area,
                lat=round(lat + dice.uniform(-_SPREAD, _SPREAD), 5),
                lon=round(lon + dice.uniform(-_SPREAD, _SPREAD), 5),
                total=dice.randint(12, 120),
                price_says=dice.choice(PRICES),
                busy=dice.uniform(0.5, 1.05),
                phase=dice.uniform(0, 60),
            )
        )
    return made


def free_at(place: Place, now: dt.datetime) -> int:
    """Free places at a moment: fullest at 14:00, and a little wave within the hour."""
    local = now.astimezone(SHENZHEN)
    hour = local.hour + local.minute / 60
    day = 0.5 + 0.5 * math.cos((hour - 14) / 24 * 2 * math.pi)
    wave = 0.05 * math.sin((local.minute + place.phase) / 60 * 2 * math.pi)
    full = min(1.0, max(0.0, place.busy * (0.3 + 0.7 * day) + wave))
    return place.total - round(place.total * full)


def feed(places: list[Place], now: dt.datetime) -> dict[str, Any]:
    """The whole feed, as of the minute."""
    fields = ("id", "name", "address", "area", "lat", "lon", "total", "price_says")
    return {
        "as_of": now.replace(second=0, microsecond=0).isoformat(),
        "demo": True,
        "parks": [
            {name: getattr(one, name) for name in fields} | {"free": free_at(one, now)}
            for one in places
        ],
    }
