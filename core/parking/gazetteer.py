"""Places of Luohu by name, approximately (places.yml), and distances between them."""

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from text.normalise import normalise

PLACES_FILE = Path(__file__).parent / "places.yml"
EARTH_M = 6_371_000.0


@dataclass(frozen=True)
class Place:
    """A named point, in degrees of WGS 84, good to about half a kilometre."""

    name: str
    lat: float
    lon: float

    def metres_to(self, lat: float, lon: float) -> float:
        """Along the sphere (haversine, https://en.wikipedia.org/wiki/Haversine_formula)."""
        lat1, lat2 = math.radians(self.lat), math.radians(lat)
        half = math.sin((lat2 - lat1) / 2) ** 2
        half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(lon - self.lon) / 2) ** 2
        return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(half)))


@cache
def places() -> tuple[Place, ...]:
    """All of them, the longest name first, so that 莲塘口岸 is not taken for 莲塘."""
    data = YAML(typ="safe").load(PLACES_FILE.read_text(encoding="utf-8"))
    found = [Place(name, lat, lon) for name, (lat, lon) in data["places"].items()]
    return tuple(sorted(found, key=lambda one: -len(one.name)))


def find_place(said: str) -> Place | None:
    """The place that a text names, in any spelling; None where it names none we know."""
    text = normalise(said)
    return next((one for one in places() if one.name in text), None)
