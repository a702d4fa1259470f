"""What a clerk (审核人员) sees of a case and decides."""

from sqlalchemy import case as when
from sqlalchemy import select

from core.audit import service as audit
from core.cases.models import CaseEventRow, CaseRow
from core.cases.moves import announce, by_number, move
from core.cases.numbers import spelled
from core.cases.sealed import open_answers, open_people
from core.cases.states import WITH_CLERK
from core.cases.views import labels, view
from core.context import Core
from core.contract import CaseEvent, CaseFile, CaseReview, CaseView, OpenedField, Page
from core.items.definition import FieldDefinition, ItemDefinition
from core.items.wording import in_words
from core.paging import after_id
from core.vault import files
from service.problems import ProblemError
from text.private_data import mask

PURPOSE = "审核办件"
NOBODY = ""
"""A clerk has no session that follows a case."""
SHOWN_APART = {"for_whom", "beneficiary_name", "beneficiary_id"}
"""Answers about people, which stand beside the form."""
OTHER_LABELS = {"acting_consent": "代办授权"}
YES_NO = {"yes": "是", "no": "否"}


def queue(core: Core, limit: int, after: str | None) -> Page[CaseView]:
    """The clerks' list: what waits for a clerk first, by time limit, then the rest, newest first.

    `after` counts what was seen: the list moves while it is worked through.
    """
    seen = after_id(after) or 0
    waits = CaseRow.state.in_(WITH_CLERK)
    query = (
        select(CaseRow)
        .order_by(
            when((waits, 0), else_=1),
            when((waits & CaseRow.deadline.is_not(None), 0), else_=1),
            when((waits, CaseRow.deadline)),
            when((waits, CaseRow.id)),
            CaseRow.id.desc(),
        )
        .offset(seen)
        .limit(limit + 1)
    )
    rows = list(core.db.scalars(query))
    more = str(seen + limit) if len(rows) > limit else None
    return Page[CaseView](items=[view(core, row, NOBODY) for row in rows[:limit]], next=more)


def open_case(core: Core, number: str) -> CaseFile:
    """A case with its private answers, for a clerk. Audited with its purpose."""
    row = _found(core, number)
    audit.record(core, "case.open", person=row.beneficiary, subject=row.number, purpose=PURPOSE)
    owner, beneficiary = open_people(core, row)
    definition = core.parts.definitions.get(row.item)
    names = labels(definition) if definition else {}
    events = select(CaseEventRow).where(CaseEventRow.case_id == row.id).order_by(CaseEventRow.id)
    return CaseFile(
        case=view(core, row, NOBODY),
        applicant=owner.name,
        applicant_id=owner.id_number,
        mobile=owner.mobile,
        beneficiary=beneficiary.name,
        beneficiary_id=beneficiary.id_number,
        relation=row.relation,
        fields=opened_fields(definition, open_answers(core, row)),
        materials={one: names.get(one, one) for one in row.materials},
        events=[
            CaseEvent(
                at=one.at, before=one.from_state, after=one.to_state, who=one.who, note=one.note
            )
            for one in core.db.scalars(events)
        ],
    )


def open_material(core: Core, number: str, material: str) -> bytes:
    """A paper of a case, for a clerk; a 404 problem where there is none. Audited."""
    row = _found(core, number)
    if material not in row.materials:
        raise ProblemError(404, "这件没有这份材料。")
    audit.record(
        core,
        "case.open_material",
        person=row.beneficiary,
        subject=row.number,
        purpose=PURPOSE,
        detail={"material": material},
    )
    return files.read_file(core, row.materials[material])


def review(core: Core, number: str, decision: CaseReview) -> CaseView:
    """Carry a clerk's decision out and tell who follows the case.

    A 409 problem where somebody changed the case since the clerk saw it.
    """
    row = _found(core, number, lock=True)
    if row.version != decision.version:
        raise ProblemError(409, "这件在您查看之后有了变化，请看过最新的内容再决定。")
    note = "".join(one for one in decision.note if one.isprintable() or one == "\n").strip()
    _check(core, row, decision.verdict, note, decision.fields)
    move(core, row, decision.verdict, "clerk", note)
    if decision.verdict == "correct":
        row.corrections, row.reasons, row.sources = decision.fields, [note] if note else [], []
    if decision.verdict in ("approve", "refuse"):
        row.reasons, row.sources = [note or "审核人员审核通过。"], []
    core.db.flush()
    announce(core, row)
    return view(core, row, NOBODY)


def _check(core: Core, row: CaseRow, verdict: str, note: str, fields: list[str]) -> None:
    """A 422 problem where the citizen would not learn what they have to know."""
    if mask(note).found:
        raise ProblemError(
            422, "说明会给申请人看，也会记录下来，请不要写证件号、手机号等个人信息。"
        )
    if verdict == "refuse" and not note:
        raise ProblemError(422, "请写明不予通过的理由，申请人会看到。")
    if verdict != "correct":
        return
    definition = core.parts.definitions.get(row.item)
    if not fields:
        raise ProblemError(422, "请选出要补正的内容。")
    if definition is None or set(fields) - labels(definition).keys():
        raise ProblemError(422, "要补正的内容不在这个事项的表单里。")


def _found(core: Core, number: str, *, lock: bool = False) -> CaseRow:
    row = by_number(core, spelled(number), lock=lock)
    if row is None:
        raise ProblemError(404, "没有这个编号的办件。")
    return row


def opened_fields(definition: ItemDefinition | None, answers: dict[str, str]) -> list[OpenedField]:
    """In the order of the form, with what the definition no longer knows at the end."""
    known = {one.id: one for one in definition.fields} if definition else {}
    order = [one for one in known if one in answers]
    order += [one for one in answers if one not in known and one not in SHOWN_APART]
    return [
        OpenedField(
            id=one,
            label=known[one].label if one in known else OTHER_LABELS.get(one, one),
            value=_said(known.get(one), answers[one]),
        )
        for one in order
    ]


def _said(field: FieldDefinition | None, value: str) -> str:
    """An answer as a person reads it."""
    return in_words(field, value) if field else YES_NO.get(value, value)
