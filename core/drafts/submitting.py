"""Handing a filled draft in: consent on record, then the case."""

from core.audit import service as audit
from core.cases import service as cases
from core.context import Core
from core.contract import CaseView, DraftStep
from core.drafts.prefill import beneficiary
from core.drafts.state import Draft, least_assurance, needs_sign_in
from core.drafts.steps import live_values
from core.errands.base import Handed
from core.errands.registry import errand_of
from core.identity import service as identity
from core.identity.service import SignedIn
from service.problems import ProblemError


def submit(core: Core, draft: Draft, step: DraftStep) -> CaseView:
    """Hand in, or say what came of it where it was handed in before. The sign-in must hold."""
    person = identity.require(core, step.session, least_assurance(draft.definition))
    row = draft.row
    if row.case_number is not None:
        return cases.one(core, row.case_number, step.session)
    if row.person != person.id:
        raise ProblemError(403, "这份申请由另一位登录的人填写，请由他本人提交。")
    number = beneficiary(draft)
    if number is None:
        raise ProblemError(409, "还不知道这件事给谁办，请先补上，再提交。")
    case = _case(core, draft, step, person, number)
    _over(core, draft, case.number)
    return case


def hand_in(core: Core, draft: Draft, step: DraftStep) -> Handed:
    """Hand in an errand, or say what came of it where that was done before."""
    errand, row = errand_of(draft.definition.kind), draft.row
    if errand is None:
        raise ProblemError(409, "这件事不是这样提交的。")
    if row.case_number is not None:
        return errand.again(draft, row.case_number, step.session)
    if needs_sign_in(draft.definition):
        identity.require(core, step.session, draft.definition.assurance)
    handed = errand.submit(draft, step.session, row.id)
    _over(core, draft, handed.number)
    return handed


def _over(core: Core, draft: Draft, number: str) -> None:
    """The draft keeps what it became, and none of its answers."""
    row = draft.row
    row.state, row.case_number, row.slot, row.asking = "submitted", number, None, None
    for field in list(draft.answers):
        draft.drop(field)
    row.sealed_registers = None
    draft.touch()
    audit.record(
        core,
        "draft.submit",
        person=row.person,
        subject=row.id,
        detail={"item": row.item, "case": number},
    )


def _case(core: Core, draft: Draft, step: DraftStep, person: SignedIn, number: str) -> CaseView:
    row, definition = draft.row, draft.definition
    values = live_values(draft)
    papers = {one.id for one in definition.materials}
    answers = {id: value for id, value in values.items() if id not in papers}
    materials = {id: value for id, value in values.items() if id in papers}
    if row.correcting is not None:
        return cases.resubmit(
            core,
            number=row.correcting,
            answers=answers,
            materials=materials,
            session=step.session,
            person=person,
        )
    about = identity.person_id_for(core, number)
    consent = identity.record_consent(
        core,
        person=person.id,
        session=step.session,
        purpose=f"提交「{definition.title}」",
        item=definition.item,
        about=None if about == person.id else about,
        words=definition.consent,
    )
    return cases.submit(
        core,
        draft_id=row.id,
        session=step.session,
        definition=definition,
        person=person,
        beneficiary=number,
        answers=answers,
        materials=materials,
        relation=draft.relation,
        key=step.key or row.id,
        consent=consent,
    )
