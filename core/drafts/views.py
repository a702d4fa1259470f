"""A draft as its owner sees it: private values as tokens of the vault."""

from core.context import Core
from core.contract import Choice, DraftView, FieldView, Kind, Question
from core.drafts.state import Draft, least_assurance
from core.drafts.steps import (
    SIGN_IN,
    Entry,
    Step,
    asked,
    editable,
    later,
    next_step,
    plan,
    waived,
)
from core.errands.registry import errand_of
from core.items.definition import FieldDefinition, ItemDefinition
from core.items.wording import in_words
from core.vault import service as vault

KINDS: dict[str, Kind] = {
    "name": "NAME",
    "id_number": "ID",
    "mobile": "PHONE",
    "bank_card": "CARD",
    "address": "ADDRESS",
}
"""Kind of token by type of field; TEXT for all other private ones."""


def view(core: Core, draft: Draft, session: str, *, resumed: bool = False) -> DraftView:
    """The public form of a draft for one session."""
    step = next_step(draft)
    entry = step.entry
    row = draft.row
    return DraftView(
        id=row.id,
        kind=draft.definition.kind,
        item=row.item,
        about=_about(draft),
        title=draft.definition.title,
        step=step.kind,
        question=question(entry) if entry and step.kind in ("field", "material") else None,
        needs=least_assurance(draft.definition) if step.kind == "sign_in" else None,
        stop_says=entry.otherwise
        if isinstance(entry, FieldDefinition) and step.kind == "stopped"
        else None,
        fields=filled(core, draft, session),
        waived=[] if draft.locked else waived(draft),
        later=later(draft),
        consent=draft.definition.consent,
        demo=is_demo(core, draft.definition),
        done=_done(draft, step),
        total=len(asked(draft)),
        failures=row.failures,
        resumed=resumed,
        correcting=row.correcting,
        updated_at=row.updated_at,
    )


def question(entry: Entry) -> Question:
    """How a field or paper is asked for."""
    if not isinstance(entry, FieldDefinition):
        return Question(
            field=entry.id,
            label=entry.name,
            type="text",
            text=f"请拍照或上传「{entry.name}」{'，没有就说“跳过”' if entry.optional else ''}。",
            optional=entry.optional,
            upload=True,
        )
    options = [Choice(label=one.label, value=one.value) for one in entry.options]
    if entry.type == "yes_no":
        options = [Choice(label="是", value="yes"), Choice(label="否", value="no")]
    return Question(
        field=entry.id,
        label=entry.label,
        type=entry.type,
        text=entry.ask,
        example=entry.example,
        optional=entry.optional,
        private=entry.is_private,
        options=options,
    )


def filled(core: Core, draft: Draft, session: str) -> list[FieldView]:
    """All filled fields and papers in order; none to a session that is not signed in as their
    owner."""
    if draft.locked or draft.row.state != "open":
        return []
    fields = [
        shown(core, draft, session, entry)
        for entry in plan(draft).values()
        if entry is not None and entry.id in draft.values
    ]
    errand = errand_of(draft.definition.kind)
    return fields + (errand.read_back(draft, session) if errand else [])


def shown(core: Core, draft: Draft, session: str, entry: Entry) -> FieldView:
    """One filled field."""
    value = draft.values[entry.id]
    field = isinstance(entry, FieldDefinition)
    return FieldView(
        id=entry.id,
        label=entry.label if isinstance(entry, FieldDefinition) else entry.name,
        value=_said(core, session, entry, value)
        if isinstance(entry, FieldDefinition)
        else "已上传",
        source=draft.answers[entry.id].source if field else "typed",
        editable=editable(draft, entry),
    )


def _about(draft: Draft) -> str | None:
    errand = errand_of(draft.definition.kind)
    return errand.about(draft) if errand and draft.row.state == "open" else None


def is_demo(core: Core, definition: ItemDefinition) -> bool:
    """Have the rules of this matter no legal source?"""
    rules = core.parts.rulebook.for_item(definition.item, core.today)
    return rules is not None and rules.demo


def _said(core: Core, session: str, field: FieldDefinition, value: str) -> str:
    if field.is_private:
        return vault.tokenise(core, session, KINDS.get(field.type, "TEXT"), value)
    if field.type in ("text", "story"):
        return vault.close_text(core, session, value)
    return in_words(field, value)


def _done(draft: Draft, step: Step) -> int:
    """How many of the steps are behind."""
    signed_in = {SIGN_IN} if draft.person is not None else set()
    return sum(id in draft.answers or id in signed_in for id in asked(draft))
