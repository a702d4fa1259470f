"""Cards in the citizen's script: traditional characters by OpenCC for zh-HK."""

import re
from typing import Any

from knowledge_base.wording import Language
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
    "draft",
    "field",
    "field_type",
    "case",
    "state",
    "source",
    "wanted",
    "value",
}
"""Fields that are identifiers or a citizen's own words."""

_LATIN = re.compile(r"[A-Za-z']{2,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def language_of(locale: str, text: str) -> Language:
    """English where it is chosen or spoken: two Latin words and no Chinese character."""
    spoken = len(_LATIN.findall(text)) >= 2 and not _CHINESE.search(text)
    return "en" if locale == "en" or spoken else "zh"


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
