"""Reading what a citizen said: the field that is asked, and others named in the same words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.appointments import when
from core.drafts.naming import named_in
from core.drafts.state import Draft
from core.drafts.steps import Entry, editable, plan
from core.drafts.values import BREAK, read, within
from core.items.definition import FieldDefinition
from text.fields import find, looks_like_question, steering
from text.fields.quantities import parse as parse_integer
from text.fields.spelling import clauses
from text.normalise import clean, fold

PLAIN_TO_SEE = ("mobile", "id_number", "bank_card", "credit_code", "email", "company_name", "name")
"""Types whose values are known as such in a sentence without the name of their field."""

_CORRECTS = re.compile("写错|填错|说错|打错|搞错|弄错|记错|更正|改一下|改为|改成|不对|换成")
_BESIDE = re.compile("[ ,，、;；/和跟及同]{1,3}")


@dataclass(frozen=True)
class Taken:
    """A value read for a field or paper."""

    entry: Entry
    value: str


def read_all(draft: Draft, target: Entry | None, words: str, *, strict: bool) -> list[Taken]:
    """What the words say about the fields of a draft; at most one value a field.

    `target` is what is asked. `strict`: the field was answered before and ended the draft, so a
    mere 是 or 好的 does not answer it again. Steering words and questions say nothing, unless
    the parser of the field asked takes all of them.
    """
    asked = target if isinstance(target, FieldDefinition) else None
    words = fold(clean(words))
    if steering(words) not in (None, "yes", "no"):
        return []
    open_to = [one for one in plan(draft).values() if isinstance(one, FieldDefinition)]
    fields = [one for one in open_to if editable(draft, one)]
    named = [] if looks_like_question(words) else list(named_in(words, fields))
    mistaken = bool(draft.answers) and _CORRECTS.search(words) is not None
    taken: dict[str, Taken] = {}
    first = named[0].label if named else len(words)
    if asked and not (strict and asked.type == "yes_no"):
        others = [one for one in named if one.field.id != asked.id]
        free = asked.type in ("text", "address", "company_name") and bool(others) and first < 8
        if not free and not (mistaken and others):
            value = _when(draft, words) if asked.type == "when" else read(asked, words)
            if value is not None:
                taken[asked.id] = Taken(asked, value)
    for one in named:
        taken.setdefault(one.field.id, Taken(one.field, one.value))
    if taken or not looks_like_question(words):
        whole = asked is not None and asked.id in taken and not named
        if not whole or (asked is not None and asked.type == "notice_number"):
            found = _plain(draft, fields, words, mistaken, skip=set(taken), asked=asked)
            taken |= {one.entry.id: one for one in found}
    if asked and asked.id not in taken and not strict and not looks_like_question(words):
        value = _inside(asked, words, [one.value for one in taken.values()])
        if value is not None and not (mistaken and taken):
            taken[asked.id] = Taken(asked, value)
    return list(taken.values())


def _plain(
    draft: Draft,
    fields: Sequence[FieldDefinition],
    words: str,
    mistaken: bool,
    skip: set[str],
    asked: FieldDefinition | None = None,
) -> Iterator[Taken]:
    """Values that need no name: one value of a type that one field still waits for; one that is
    filled only where the citizen says that it is wrong, or names another day instead of one of
    the times that were offered."""
    for type in PLAIN_TO_SEE:
        waiting = [
            one for one in fields if one.type == type and (mistaken or one.id not in draft.answers)
        ]
        values = {match.value for match in find(type, words)}
        if len(waiting) == 1 and len(values) == 1 and waiting[0].id not in skip:
            value = values.pop()
            if within(waiting[0], value):
                yield Taken(waiting[0], value)
    yield from _unit_beside(draft, fields, words, skip)
    instead = asked is not None and asked.type == "record" and asked.id not in skip
    for one in fields:
        waits = mistaken or one.id not in draft.answers
        if one.type == "when" and one.id not in skip and (waits or instead):
            said = _when(draft, words, names_day=not waits)
            if said is not None:
                yield Taken(one, said)
    anew = _chosen_anew(draft, fields, words) if mistaken else []
    if len(anew) == 1 and anew[0].entry.id not in skip:
        yield anew[0]


def _unit_beside(
    draft: Draft, fields: Sequence[FieldDefinition], words: str, skip: set[str]
) -> Iterator[Taken]:
    """The code of a collecting unit that stands right after the number of a notice."""
    waiting = [
        one for one in fields if one.type == "unit_code" and one.id not in {*draft.answers, *skip}
    ]
    notices = find("notice_number", words)
    if len(waiting) != 1 or len(notices) != 1:
        return
    for unit in find("unit_code", words):
        if _BESIDE.fullmatch(words[notices[0].end : unit.start]):
            yield Taken(waiting[0], unit.value)
            return


def _when(draft: Draft, words: str, *, names_day: bool = False) -> str | None:
    """The days and time of day that the words mean, said so that tomorrow they mean the same.
    `names_day`: only words that name a day."""
    found = when.parse(words, draft.core.today, draft.core.parts.calendar)
    return found.says if found and (found.days or not names_day) else None


def _chosen_anew(draft: Draft, fields: Sequence[FieldDefinition], words: str) -> list[Taken]:
    """The filled choices of which the words name another option: 填错了，我是深户."""
    parts = [part for part in BREAK.split(words) if part and steering(part) is None]
    found = []
    for one in fields:
        if one.type == "choice" and one.id in draft.values:
            values = {read(one, part) for part in parts} - {None, draft.values[one.id]}
            found += [Taken(one, value) for value in values if value is not None]
    return found


def _inside(field: FieldDefinition, words: str, taken: Sequence[str]) -> str | None:
    """The one value of the asked field inside a longer sentence."""
    if field.type in ("text", "story", "choice", "record", "matter", "when", "yes_no"):
        return None
    if field.type == "integer":
        found = {match.value for match in clauses(words, parse_integer)}
    else:
        found = {match.value for match in find(field.type, words)}
    found -= set(taken)
    value = found.pop() if len(found) == 1 else None
    return value if value is not None and within(field, value) else None
