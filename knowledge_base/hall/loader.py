"""Reads the hall and the places around it; a broken file is refused with line and reason."""

from dataclasses import dataclass
from pathlib import Path

from knowledge_base.hall.schema import Directory
from knowledge_base.loader import Problem, read_model

HALL_DIR = Path(__file__).parent


@dataclass(frozen=True)
class Hall:
    """`inside`: the hall, first, and its parts. `nearby`: other places. None = was refused."""

    inside: Directory | None
    nearby: Directory | None
    problems: list[Problem]


def load_hall(folder: Path = HALL_DIR) -> Hall:
    """Read `hall.yml` and `places.yml`. Never raises for the content of a file."""
    inside, refused = read_model(folder / "hall.yml", Directory)
    nearby, refused_too = read_model(folder / "places.yml", Directory)
    return Hall(inside, nearby, refused + refused_too)
