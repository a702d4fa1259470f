"""What the owner of a case (办件) sees, and does after it was handed in."""

from sqlalchemy import or_, select

from core.cases.follows import follow, unfollow
from core.cases.models import CaseRow
from core.cases.moves import announce, by_number, move, theirs
from core.cases.numbers import spelled
from core.cases.personal import data_of, forget_person
from core.cases.sealed import open_answers, seal_answers
from core.cases.submission import submit
from core.cases.views import view
from core.context import Core
from core.contract import STATE_LABELS, Assurance, CaseStep, CaseView, Page
from core.drafts.correcting import draft_for_correction
from core.identity import service as identity
from core.identity.service import SignedIn
from core.paging import after_id
from core.vault import files
from service.problems import ProblemError

__all__ = [
    "data_of",
    "forget_person",
    "my_cases",
    "one",
    "resubmit",
    "submit",
    "take_step",
    "view",
]


def resubmit(
    core: Core,
    *,
    number: str,
    answers: dict[str, str],
    materials: dict[str, str],
    session: str,
    person: SignedIn,
) -> CaseView:
    """Take the corrected answers and papers (补正) of a case. The clerk who asked for them looks
    at them: the rules do not decide over a person's head."""
    row = theirs(by_number(core, spelled(number), lock=True), person)
    _only_owner(row, person)
    seal_answers(core, row, answers)
    for gone in set(row.materials.values()) - set(materials.values()):
        files.release_file(core, gone)
    for file_id in materials.values():
        files.hold_file(core, file_id)
    row.materials, row.reasons = materials, []
    move(core, row, "resubmit", "citizen")
    follow(core, row, session)
    announce(core, row, but=session)
    return view(core, row, session)


def one(core: Core, number: str, session: str) -> CaseView:
    """A case of who is signed in; a 404 problem for any other."""
    person = identity.require(core, session, "phone")
    return view(core, theirs(by_number(core, spelled(number)), person), session)


def my_cases(core: Core, session: str, limit: int, after: str | None) -> Page[CaseView]:
    """The cases of who is signed in, newest first: what they applied for and what is for them."""
    person = identity.require(core, session, "phone")
    query = select(CaseRow).where(or_(CaseRow.owner == person.id, CaseRow.beneficiary == person.id))
    if (last := after_id(after)) is not None:
        query = query.where(CaseRow.id < last)
    rows = list(core.db.scalars(query.order_by(CaseRow.id.desc()).limit(limit + 1)))
    more = str(rows[limit - 1].id) if len(rows) > limit else None
    return Page[CaseView](items=[view(core, row, session) for row in rows[:limit]], next=more)


def take_step(core: Core, number: str, step: CaseStep) -> CaseView:
    """Do what the owner asks. They are signed in as surely as the matter needs."""
    person = identity.require(core, step.session, "phone")
    row = theirs(by_number(core, spelled(number), lock=True), person)
    identity.require(core, step.session, _least(core, row))
    match step.do:
        case "follow":
            follow(core, row, step.session)
        case "unfollow":
            unfollow(core, row, step.session)
        case "correct":
            _begin_correction(core, row, person, step.session)
        case "withdraw" | "ask_review" as name:
            if name == "ask_review" and row.state == "refused" and not row.instant:
                raise ProblemError(
                    409, "这是审核人员的决定，不能再转人工审核。可以拨打 12345 咨询。"
                )
            move(core, row, name, "citizen")
            announce(core, row, but=step.session)
    return view(core, row, step.session)


def _begin_correction(core: Core, row: CaseRow, person: SignedIn, session: str) -> None:
    """Open a draft with what was handed in, to correct it."""
    _only_owner(row, person)
    if row.state != "needs_correction":
        raise ProblemError(409, f"这件现在是「{STATE_LABELS[row.state]}」，不用补正。")
    definition = core.parts.definitions.get(row.item)
    if definition is None:
        raise ProblemError(409, "这个事项现在不能在网上补正，请拨打 12345 咨询。")
    draft_for_correction(
        core,
        session,
        row.number,
        definition,
        open_answers(core, row),
        row.corrections,
        row.materials,
    )


def _only_owner(row: CaseRow, person: SignedIn) -> None:
    """Answers may hold what only the applicant knows: the beneficiary does not get to see them."""
    if row.owner != person.id:
        raise ProblemError(403, "这件由代办人提交，请代办人登录后补正。")


def _least(core: Core, row: CaseRow) -> Assurance:
    definition = core.parts.definitions.get(row.item)
    return definition.assurance if definition else "phone"
