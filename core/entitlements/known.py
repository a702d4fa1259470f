"""What registers say to the fields of definitions (`known.yml`)."""

from functools import cache
from pathlib import Path

from pydantic import Field
from ruamel.yaml import YAML

from core.contract import ItemId
from core.items.definition import Strict

FILE = Path(__file__).parent / "known.yml"


class Unless(Strict):
    """Where `if` holds the matter is not for this person."""

    condition: str = Field(alias="if")
    why: str


class Known(Strict):
    """Of one matter: field id to an expression over its inputs."""

    fields: dict[str, str] = {}
    unless: list[Unless] = []


@cache
def all_known() -> dict[ItemId, Known]:
    data = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    return {item: Known.model_validate(one) for item, one in data.items()}


def known_of(item: str) -> Known:
    return all_known().get(item, Known())
