"""Opening, finding and joining drafts: whose they are, and on which session."""

import secrets

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.audit import service as audit
from core.context import Core
from core.drafts.models import DraftRow
from core.drafts.prefill import prefill
from core.drafts.state import Draft, digest_of, sure_enough
from core.identity import service as identity
from core.identity.service import SignedIn
from core.items.definition import RESERVED, FieldDefinition, ItemDefinition
from service.problems import ProblemError

NOT_HERE = "这件事现在还不能在这里申请。"


def definition_of(core: Core, item: str) -> ItemDefinition:
    """The definition of a matter; a 404 problem where it cannot be applied for."""
    definition = core.parts.definitions.get(item)
    if definition is None:
        raise ProblemError(404, NOT_HERE)
    return definition


def find_or_make(core: Core, session: str, definition: ItemDefinition) -> tuple[Draft, bool]:
    """The open draft of this session or person for a matter, or a new one; is it an old one?"""
    person = identity.person_of(core, session)
    for known in _candidates(core, session, definition.item, person):
        return settled(core, known, session, person), True
    row = new_row(core, session, definition)
    row.slot = slot_of(session, definition.item)
    try:
        with core.db.begin_nested():
            core.db.add(row)
    except IntegrityError:  # the same session opened one at the same time
        core.db.expire_all()
        made = _candidates(core, session, definition.item, person)
        if not made:
            raise ProblemError(503, "现在有点忙，请再说一次。", {"Retry-After": "1"}) from None
        return settled(core, made[0], session, person), True
    audit.record(core, "draft.open", subject=row.id, detail={"item": row.item})
    return settled(core, row, session, person), False


def new_row(core: Core, session: str, definition: ItemDefinition) -> DraftRow:
    """A draft that is not stored yet."""
    return DraftRow(
        id=f"D-{secrets.token_urlsafe(15)}",
        session=session,
        item=definition.item,
        definition_digest=digest_of(definition),
        state="open",
        failures=0,
        created_at=core.now,
        updated_at=core.now,
    )


def no_draft() -> ProblemError:
    """The one answer for a draft that is gone and for another's."""
    return ProblemError(404, "没有这份草稿，可能已经删除。可以重新开始申请。")


def find(core: Core, draft_id: str, session: str) -> Draft:
    """A draft of this session, or of who is signed in there, also one that was thrown away; a
    404 problem for any other."""
    row = core.db.scalar(select(DraftRow).where(DraftRow.id == draft_id).with_for_update())
    person = identity.person_of(core, session)
    if row is None or not _is_theirs(row, session, person):
        raise no_draft()
    return settled(core, row, session, person)


def open_rows(core: Core, session: str) -> list[DraftRow]:
    """The open drafts that a session may go on with, the newest first."""
    person = identity.person_of(core, session)
    mine = DraftRow.session == session
    if person is not None:
        mine = mine | (DraftRow.person == person.id)
    query = select(DraftRow).where(mine, DraftRow.state == "open")
    query = query.order_by(DraftRow.updated_at.desc(), DraftRow.id).with_for_update()
    rows = core.db.scalars(query)
    return [row for row in rows if _is_theirs(row, session, person)]


def settled(core: Core, row: DraftRow, session: str, person: SignedIn | None) -> Draft:
    """The draft brought up to now: its session and person, its definition, what is prefilled."""
    definition = definition_of(core, row.item)
    draft = Draft(core, row, definition)
    if row.session != session:
        _move(core, row, session)
    if person is not None and sure_enough(person, definition):
        draft.person = person
        if row.person is None and row.state == "open":
            row.person = person.id
            if row.correcting is None:
                _join_older(core, draft)
    _keep_to(draft, definition)
    prefill(core, draft)
    core.db.flush()
    return draft


def slot_of(session: str, item: str) -> str:
    return f"{session}|{item}"


def _candidates(core: Core, session: str, item: str, person: SignedIn | None) -> list[DraftRow]:
    """Open drafts for a matter, not corrections: this session's before the person's others.
    A draft that somebody else left on this session stays theirs and makes way."""
    query = (
        select(DraftRow)
        .where(DraftRow.item == item, DraftRow.state == "open", DraftRow.correcting.is_(None))
        .order_by(DraftRow.updated_at.desc())
        .with_for_update()
    )
    here = core.db.scalars(query.where(DraftRow.slot == slot_of(session, item))).all()
    for row in here:
        if person is not None and row.person not in (None, person.id):
            row.slot = None
            core.db.flush()
    mine = [row for row in here if row.slot is not None]
    if person is not None:
        mine += [
            row
            for row in core.db.scalars(query.where(DraftRow.person == person.id))
            if row not in mine
        ]
    return mine


def _is_theirs(row: DraftRow, session: str, person: SignedIn | None) -> bool:
    if person is not None and row.person is not None:
        return row.person == person.id
    return row.session == session


def _move(core: Core, row: DraftRow, session: str) -> None:
    """Let a draft go on in another session of its person."""
    row.session = session
    if row.slot is not None:
        slot = slot_of(session, row.item)
        taken = select(DraftRow.id).where(DraftRow.slot == slot, DraftRow.id != row.id)
        row.slot = None if core.db.scalar(taken) else slot
    core.db.flush()


def _join_older(core: Core, draft: Draft) -> None:
    """Take over what the same person filled in an earlier draft for the same, and close it."""
    row = draft.row
    query = (
        select(DraftRow)
        .where(
            DraftRow.person == row.person,
            DraftRow.item == row.item,
            DraftRow.state == "open",
            DraftRow.correcting.is_(None),
            DraftRow.id != row.id,
        )
        .order_by(DraftRow.updated_at.desc())
        .with_for_update()
    )
    for older in core.db.scalars(query).all():
        other = Draft(core, older, draft.definition)
        if draft.values.get("for_whom", other.relation) != other.relation:
            continue
        for field, answer in other.answers.items():
            if field not in draft.answers and answer.source == "typed":
                draft.put(field, answer.value)
        older.state, older.slot, older.asking = "abandoned", None, None
        for field in list(other.answers):
            other.drop(field)


def _keep_to(draft: Draft, definition: ItemDefinition) -> None:
    """The definition may have changed since: answers that fit no more are asked for again."""
    digest = digest_of(definition)
    if draft.row.definition_digest == digest:
        return
    draft.row.definition_digest = digest
    papers = {one.id for one in definition.materials}
    fields = {one.id: one for one in definition.fields}
    for id, answer in list(draft.answers.items()):
        field = fields.get(id)
        gone = field is None and id not in papers | RESERVED
        if gone or (field and field.type == "choice" and answer.value not in _values(field)):
            draft.drop(id)


def _values(field: FieldDefinition) -> set[str | None]:
    return {None, *(one.value for one in field.options)}
