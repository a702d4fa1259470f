"""What a citizen says of a service, in one spelling: numbers, windows, dates, times, tokens.

Deterministic. Values: digits without gaps, capitals, times HH:MM, dates YYYY-MM-DD or MM-DD;
relative words (下星期四, this afternoon) and a bare part of the day (上午) exactly as written.
Tokens that `text.private_data.mask` left are whole; nothing is read out of them.
"""

from __future__ import annotations

import re
from typing import Final

from text.entities import dates, numbers, times, windows
from text.entities.spans import Entity, Found, free
from text.fields.spelling import TOKEN, View, view

__all__ = ["Entity", "find_entities", "placeholders"]

_TOKENS: Final = {"PLATE": "plate", "PHONE": "phone", "ID": "id_number", "CARD": "card_number"}
_BREAK: Final = "\ue000"
"""Stands for a token's characters: visible, so that folding keeps it, and part of no number."""
_MASK: Final = re.compile(r"\[(PLATE|PHONE|ID|CARD)_\d{1,6}\]")


def find_entities(text: str) -> list[Entity]:
    """All details in a message, in order, disjoint; offsets are those of `text`."""
    masks = [Entity(_TOKENS[mask[1]], mask.group(), *mask.span()) for mask in _MASK.finditer(text)]
    seen = view(TOKEN.sub(lambda token: _BREAK * len(token.group()), text))
    found = [_placed(seen, text, one) for one in _found(seen.text)]
    return sorted([*masks, *found], key=lambda entity: entity.start)


def _found(folded: str) -> list[Found]:
    """Numbers that say what they are win over dates, dates over numbers that do not."""
    found = numbers.labelled(folded)
    found += free(found, windows.find(folded))
    found += free(found, dates.find(folded))
    found += free(found, times.find(folded, found))
    found += free(found, numbers.bare(folded))
    return found


def _placed(seen: View, text: str, found: Found) -> Entity:
    value, start, end = seen.match(found.value or "", found.start, found.end)
    return Entity(found.name, value if found.value else text[start:end], start, end)


def placeholders(text: str) -> str:
    """`text` with the name of each detail in its place, for a classifier: digits say nothing."""
    out, at = [], 0
    for entity in find_entities(text):
        out += [text[at : entity.start], f" {entity.name} "]
        at = entity.end
    return "".join([*out, text[at:]])
