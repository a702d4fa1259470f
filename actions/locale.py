"""Cards in the citizen's script: traditional characters by OpenCC for zh-HK."""

from typing import Any

from messages import Turn
from text.traditional import to_hong_kong

KEPT = {
    "type",
    "item",
    "url",
    "choice",
    "act",
    "aspect",
    "trust",
    "level",
    "phones",
    "reference",
    "fields",
}
"""Fields that are identifiers or a citizen's own words."""


def in_locale(turn: Turn, locale: str) -> Turn:
    """The same turn; only its cards' words change. English cards are written as such."""
    if locale != "zh-HK":
        return turn
    data = turn.model_dump(mode="json")
    data["cards"] = [_traditional(card) for card in data["cards"]]
    return Turn.model_validate(data)


def _traditional(value: Any) -> Any:
    if isinstance(value, str):
        return to_hong_kong(value)
    if isinstance(value, list):
        return [_traditional(part) for part in value]
    if isinstance(value, dict):
        return {k: v if k in KEPT else _traditional(v) for k, v in value.items()}
    return value
