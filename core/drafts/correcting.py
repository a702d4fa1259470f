"""A case that is to be corrected (补正), opened as a draft again."""

from sqlalchemy import select

from core.audit import service as audit
from core.context import Core
from core.contract import DraftView
from core.drafts import store
from core.drafts.models import DraftRow
from core.drafts.steps import IDENTITY, plan
from core.drafts.views import view
from core.identity import service as identity
from core.items.definition import ItemDefinition


def draft_for_correction(
    core: Core,
    session: str,
    case_number: str,
    definition: ItemDefinition,
    answers: dict[str, str],
    fields: list[str],
    materials: dict[str, str] | None = None,
) -> DraftView:
    """A draft with the answers and papers of a case, which asks for the named ones again (补正).

    The owner is signed in (`identity.require` raises else). The open one for the same case is
    gone on with.
    """
    person = identity.require(core, session, definition.assurance)
    query = select(DraftRow).where(
        DraftRow.correcting == case_number, DraftRow.state == "open", DraftRow.person == person.id
    )
    known = core.db.scalar(query.with_for_update())
    if known is not None:
        draft = store.settled(core, known, session, person)
        return view(core, draft, session, resumed=True)
    row = store.new_row(core, session, definition)
    row.person, row.correcting = person.id, case_number
    core.db.add(row)
    core.db.flush()
    draft = store.settled(core, row, session, person)
    proven = {one.id for one in definition.fields if one.prefill in IDENTITY}
    for field, value in (answers | (materials or {})).items():
        if field not in fields:
            draft.put(field, value, "sign_in" if field in proven else "typed")
    for field in plan(draft):
        if field not in draft.answers and field not in fields:
            draft.put(field, None)
    audit.record(core, "draft.correct", person=person.id, subject=row.id, detail={"item": row.item})
    return view(core, draft, session)
