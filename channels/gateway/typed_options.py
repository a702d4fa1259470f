"""An option's label typed word for word is the option."""

from collections.abc import Sequence
from typing import Any

from text.normalise import normalise


def option_typed(words: str, cards: Sequence[dict[str, Any]]) -> str | None:
    """The opaque choice of the option with just this label on one of the stored cards, the
    first of them first; None where there is none."""
    said = normalise(words).strip(" 。.!！")
    for card in cards:
        for option in card.get("options", []):
            if option.get("choice") and normalise(option["label"]) == said:
                return str(option["choice"])
    return None
