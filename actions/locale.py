"""Cards in the citizen's script: traditional characters by OpenCC for zh-HK."""

from functools import cache
from typing import Any

from opencc import OpenCC

from messages import Turn

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
LOCAL_WORDS = {"簽註": "簽注"}
"""Words that Hong Kong writes otherwise than OpenCC's s2hk table."""


def in_locale(turn: Turn, locale: str) -> Turn:
    """The same turn; only its cards' words change. English cards are written as such."""
    if locale != "zh-HK":
        return turn
    data = turn.model_dump(mode="json")
    data["cards"] = [_traditional(card) for card in data["cards"]]
    return Turn.model_validate(data)


def _traditional(value: Any) -> Any:
    if isinstance(value, str):
        words = _converter().convert(value)
        for opencc, local in LOCAL_WORDS.items():
            words = words.replace(opencc, local)
        return words
    if isinstance(value, list):
        return [_traditional(part) for part in value]
    if isinstance(value, dict):
        return {k: v if k in KEPT else _traditional(v) for k, v in value.items()}
    return value


@cache
def _converter() -> OpenCC:
    return OpenCC("s2hk")
