"""Handing in an application (办件): stored once, decided by the rules, or passed on to a person."""

import dataclasses

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.approvals import service as approvals
from core.cases.deadlines import promised
from core.cases.follows import follow
from core.cases.models import CaseRow
from core.cases.moves import announce, move, put_on_record, slot_of, theirs
from core.cases.numbers import new_number
from core.cases.proofs import set_proofs
from core.cases.sealed import Party, seal_application
from core.cases.states import StepName
from core.cases.views import view
from core.context import Core
from core.contract import STATE_LABELS, Assurance, CaseView
from core.identity import service as identity
from core.identity.service import SignedIn
from core.items.definition import ItemDefinition
from core.registers import service as registers
from core.registers.base import Record, RegisterUnavailable
from core.registers.family import is_kin
from core.vault import files
from service.problems import ProblemError

ATTEMPTS = 8
UNAVAILABLE = "需要核对的登记信息暂时查不到，已转审核人员办理，您不用重新提交。"
NOT_KIN = "登记信息里没有查到您和对方的关系，已转审核人员核对，您不用重新提交。"
RULES_STEPS: dict[str, StepName] = {
    "approve": "rules_approve",
    "refuse": "rules_refuse",
    "person": "rules_pass_on",
}


def submit(
    core: Core,
    *,
    draft_id: str,
    session: str,
    definition: ItemDefinition,
    person: SignedIn,
    beneficiary: str,
    answers: dict[str, str],
    materials: dict[str, str],
    relation: str,
    key: str,
    consent: str | None = None,
) -> CaseView:
    """Store an application and decide it by the rules, or pass it on to a person.

    `beneficiary` is the identity number of who it is for; `materials` are material ids to file
    ids; `key` names the act of handing in and goes on record; `consent` is the id of the consent
    to looking into registers. A draft is handed in once, whatever comes at the same time. A
    duplicate is a 409 problem.
    """
    row = CaseRow(
        draft_id=draft_id,
        item=definition.item,
        title=definition.title,
        owner=person.id,
        beneficiary=identity.person_id_for(core, beneficiary),
        relation=relation,
        state="submitted",
        materials=materials,
        submitted_at=core.now,
        deadline=promised(core, definition.item),
    )
    row.slot = slot_of(definition, row.beneficiary)
    known = _store(core, row, definition, person, beneficiary, answers)
    if known is not None:
        return view(core, theirs(known, person), session)
    put_on_record(core, row, "", "submit", "citizen", detail={"key": key})
    for file_id in materials.values():
        files.hold_file(core, file_id)
    follow(core, row, session)
    records = _records(core, definition, row, beneficiary, answers, consent)
    purpose = f"核对「{row.title}」的代办关系"
    kin = is_kin(core, person, relation, beneficiary, purpose, consent)
    _decide(core, row, definition, answers, records, person.assurance, kin)
    announce(core, row, but=session)
    return view(core, row, session)


def _store(
    core: Core,
    row: CaseRow,
    definition: ItemDefinition,
    person: SignedIn,
    beneficiary: str,
    answers: dict[str, str],
) -> CaseRow | None:
    """Insert a case under a new number, or return the case that this draft became before."""
    owner = Party(person.name, person.id_number, person.mobile)
    who = Party(answers.get("beneficiary_name", person.name), beneficiary)
    mobile = person.mobile or _first(definition, answers, "mobile")
    for _ in range(ATTEMPTS):
        if (known := _by_draft(core, row.draft_id)) is not None:
            return known
        row.number = new_number(core)
        seal_application(core, row, owner, who, answers)
        set_proofs(core, row, person.id_number, mobile)
        try:
            with core.db.begin_nested():
                core.db.add(row)
            return None
        except IntegrityError:  # handed in meanwhile, a duplicate, or the number is taken
            _refuse_duplicate(core, row, person)
    raise ProblemError(503, "暂时没能提交，已填的内容都在，请稍后再试。", {"Retry-After": "1"})


def _refuse_duplicate(core: Core, row: CaseRow, person: SignedIn) -> None:
    """A 409 problem where another draft's case has the slot. Only its people hear its number."""
    query = select(CaseRow).where(CaseRow.slot == row.slot, CaseRow.draft_id != row.draft_id)
    other = core.db.scalar(query) if row.slot else None
    if other is None:
        return
    if person.id in (other.owner, other.beneficiary):
        raise ProblemError(
            409,
            f"「{other.title}」已经有一件（{other.number}），现在是「{STATE_LABELS[other.state]}」。"
            "不用再申请，可以查看它的进度。",
        )
    raise ProblemError(
        409, f"这位申请人的「{other.title}」已经由别人提交过，不用再申请。如有疑问，请拨打 12345。"
    )


def _by_draft(core: Core, draft_id: str) -> CaseRow | None:
    return core.db.scalar(select(CaseRow).where(CaseRow.draft_id == draft_id))


def _records(
    core: Core,
    definition: ItemDefinition,
    row: CaseRow,
    id_number: str,
    answers: dict[str, str],
    consent: str | None,
) -> dict[str, Record | None]:
    """What the registers know of the beneficiary or the firm. A register that gives no answer has
    no entry."""
    firm = _first(definition, answers, "credit_code") or _first(definition, answers, "company_name")
    records: dict[str, Record | None] = {}
    for name in definition.registers:
        found = firm if name == "business" else id_number
        if found is None:
            records[name] = None
            continue
        try:
            records[name] = registers.look_up(
                core,
                name,
                found,
                person=row.beneficiary,
                purpose=f"办理「{row.title}」",
                consent=consent,
            )
        except RegisterUnavailable:
            continue
    return records


def _decide(
    core: Core,
    row: CaseRow,
    definition: ItemDefinition,
    answers: dict[str, str],
    records: dict[str, Record | None],
    assurance: Assurance,
    kin: bool,
) -> None:
    """Let the rules decide. Without an answer of every register, or where no record shows that
    the applicant is who may apply for the other, a person does."""
    decision = approvals.decide(
        core, definition, answers, records, assurance, core.today, case=row.number
    )
    if set(definition.registers) - records.keys():
        decision = dataclasses.replace(
            decision, verdict="person", reasons=[UNAVAILABLE], sources=[]
        )
    elif not kin and decision.verdict != "person":
        decision = dataclasses.replace(decision, verdict="person", reasons=[NOT_KIN], sources=[])
    row.reasons, row.sources, row.demo = decision.reasons, decision.sources, decision.demo
    move(core, row, RULES_STEPS[decision.verdict], "rules", " ".join(decision.reasons))


def _first(definition: ItemDefinition, answers: dict[str, str], kind: str) -> str | None:
    """The first answer to a field of a type."""
    given = (answers.get(one.id) for one in definition.fields if one.type == kind)
    return next((one for one in given if one), None)
