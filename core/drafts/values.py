"""The value that words are for one field, within the bounds of the field."""

import re

from core.items.definition import FieldDefinition
from text.fields import parse, parse_choice, parse_yes_no

MATTER = re.compile(r"[a-z][a-z0-9-]{1,63}\|[^|]{1,60}")
"""A matter as the action server names it: its id and its name."""
BREAK = re.compile(r"[,，。;；!！\n]")
"""Where a value that is said inside a sentence may end."""


def read(field: FieldDefinition, words: str) -> str | None:
    """The value that the whole of `words` is for this field, within its bounds."""
    if field.type in ("choice", "record"):
        options = [(one.value, [one.label, *one.also]) for one in field.options]
        return parse_choice(options, words) if options else None
    if field.type == "matter":
        return words if MATTER.fullmatch(words) else None
    if field.type == "when":
        return None  # needs the calendar: see answers.py
    if field.type == "yes_no":
        return parse_yes_no(words, f"{field.ask}{field.label}{''.join(field.also)}")
    value = parse(field.type, words)
    return value if value is not None and within(field, value) else None


def within(field: FieldDefinition, value: str) -> bool:
    """Is a parsed value within the bounds of its field? Money in fen."""
    if field.type in ("integer", "money"):
        above = field.least is None or int(value) >= field.least
        return above and (field.most is None or int(value) <= field.most)
    return field.type not in ("text", "story") or len(value) <= field.longest
