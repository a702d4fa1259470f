"""Which steps a draft has, in order, and which of them is next."""

import logging
from dataclasses import dataclass

import zen

from core.contract import StepKind
from core.drafts import reserved
from core.drafts.state import Draft, needs_sign_in
from core.errands.registry import errand_of
from core.items.definition import FieldDefinition, MaterialDefinition

log = logging.getLogger("luoxiaozheng.core.drafts")

SIGN_IN = "sign_in"
IDENTITY = {"person.name", "person.id_number"}
"""Prefills that prove who applies: never typed over."""

Entry = FieldDefinition | MaterialDefinition


@dataclass(frozen=True)
class Step:
    """What a draft wants now. `entry` with field, material and stopped."""

    kind: StepKind
    entry: Entry | None = None


def plan(draft: Draft) -> dict[str, Entry | None]:
    """All fields and papers to be filled as things stand, by id in order; `sign_in` is None.

    An answer whose field fell away counts no more for the conditions of others.
    """
    values = draft.values
    while True:
        entries = _plan(draft, values)
        live = {k: v for k, v in values.items() if k in entries or k == "for_whom"}
        if live == values:
            return entries
        values = live


def live_values(draft: Draft) -> dict[str, str]:
    """The values that count: of the steps there are."""
    entries = plan(draft)
    return {k: v for k, v in draft.values.items() if k in entries or k == "for_whom"}


def next_step(draft: Draft) -> Step:
    """The first thing that is missing, or what is asked again; review when nothing is."""
    if draft.row.state == "submitted":
        return Step("done")
    if draft.locked:
        return Step("sign_in")
    entries = plan(draft)
    asking = draft.row.asking
    for id, entry in entries.items():
        if entry is None:
            if draft.person is None:
                return Step("sign_in")
        elif asking == id or (id not in draft.answers and asking not in entries):
            return Step("field" if isinstance(entry, FieldDefinition) else "material", entry)
        elif isinstance(entry, FieldDefinition) and not holds(entry, draft.values.get(id)):
            return Step("stopped", entry)
    return Step("review")


def holds(field: FieldDefinition, value: str | None) -> bool:
    """Does the value keep the rule of its field? Money in fen. An unfilled field does."""
    if field.must is None or value is None:
        return True
    typed = int(value) if field.type in ("integer", "money") else value
    try:
        return bool(zen.evaluate_unary_expression(field.must, {"$": typed}))
    except RuntimeError:
        log.error("must cannot be evaluated", extra={"field": field.id})
        return True


def asked(draft: Draft) -> list[str]:
    """The steps that were or will be put to the citizen: all but what was prefilled."""
    return [
        id
        for id, entry in plan(draft).items()
        if entry is None or id not in draft.answers or draft.answers[id].source == "typed"
    ]


def editable(draft: Draft, entry: Entry) -> bool:
    """May the citizen change it? Not who they are."""
    if isinstance(entry, FieldDefinition) and entry.prefill in IDENTITY:
        answer = draft.answers.get(entry.id)
        return answer is None or answer.source != "sign_in"
    return True


def waived(draft: Draft) -> list[str]:
    """Papers that are not asked for, and why."""
    told = []
    for one in _materials(draft, draft.values):
        if one.how == "waived":
            told.append(f"{one.name}（{one.why or '不用提交'}）")
        elif one.how == "licence" and _has_record(draft, one):
            told.append(f"{one.name}（免提交：已从共享数据核验）")
    return told


def later(draft: Draft) -> list[str]:
    """Papers that may follow."""
    return [one.name for one in _materials(draft, draft.values) if one.how == "later"]


def _plan(draft: Draft, values: dict[str, str]) -> dict[str, Entry | None]:
    definition = draft.definition
    relation = values.get("for_whom", "self")
    first = reserved.for_whom(definition)
    fields = _fields(draft, values)
    entries: dict[str, Entry | None] = {first.id: first} if first else {}
    entries |= {one.id: one for one in fields if one.screen}
    if needs_sign_in(definition):
        entries[SIGN_IN] = None
    if relation != "self":
        entries |= {one.id: one for one in reserved.about_other(relation)}
    entries |= {one.id: one for one in fields if not one.screen}
    for paper in _materials(draft, values):
        if paper.how == "upload" or (paper.how == "licence" and not _has_record(draft, paper)):
            entries[paper.id] = paper
    return entries


def _fields(draft: Draft, values: dict[str, str]) -> list[FieldDefinition]:
    """The fields as they are asked now; an errand may shape them."""
    fields = [one for one in draft.definition.fields if _applies(one, values)]
    errand = errand_of(draft.definition.kind)
    if errand is None:
        return fields
    shaped = (errand.shape(draft, values, one) for one in fields)
    return [one for one in shaped if one is not None]


def _materials(draft: Draft, values: dict[str, str]) -> list[MaterialDefinition]:
    return [one for one in draft.definition.materials if _applies(one, values)]


def _applies(entry: Entry, values: dict[str, str]) -> bool:
    return all(
        values.get(field) in ([wanted] if isinstance(wanted, str) else wanted)
        for field, wanted in entry.when.items()
    )


def _has_record(draft: Draft, paper: MaterialDefinition) -> bool:
    found = draft.registers.get(paper.licence or "")
    return found is not None and found.record
