"""Taking a case (办件) a step on: state, event, audit and news, all in one transaction."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.audit import service as audit
from core.cases.deadlines import promised
from core.cases.follows import followers
from core.cases.models import CaseEventRow, CaseRow
from core.cases.results import result_code, stored_form
from core.cases.states import HOLDING, WITH_CLERK, StepName, Who, target
from core.cases.views import view
from core.context import Core
from core.contract import STATE_LABELS, News
from core.identity.service import SignedIn
from core.items.definition import ItemDefinition
from core.outbox import service as outbox
from service.problems import ProblemError

VERDICTS: dict[StepName, str] = {
    "approve": "approve",
    "rules_approve": "approve",
    "refuse": "refuse",
    "rules_refuse": "refuse",
}


def no_such_case() -> ProblemError:
    """The one answer for a number that is unknown and for a case that is somebody else's."""
    return ProblemError(404, "没有查到这件办件。请核对编号和验证信息，或者登录后查看自己的办件。")


def by_number(core: Core, number: str, *, lock: bool = False) -> CaseRow | None:
    """The case of a number as it is stored; `lock` holds it until the commit."""
    query = select(CaseRow).where(CaseRow.number == number)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return core.db.scalar(query)


def theirs(row: CaseRow | None, person: SignedIn) -> CaseRow:
    """The case, to who applied and to who it is for; nobody else learns that there is one."""
    if row is None or person.id not in (row.owner, row.beneficiary):
        raise no_such_case()
    return row


def slot_of(definition: ItemDefinition | None, beneficiary: str) -> str | None:
    """What only one open or approved case may hold; None where there may be many."""
    if definition is None or not definition.unique:
        return None
    return f"{definition.item}:{beneficiary}"


def move(core: Core, row: CaseRow, step: StepName, who: Who, note: str = "") -> None:
    """Take a step, or raise a 409 problem that says why not. Nobody is told yet."""
    before = row.state
    row.state = target(row.state, step, who)
    row.version += 1
    if row.state not in HOLDING:
        row.slot = None
    elif before not in HOLDING:
        _hold(core, row)
    if row.state in WITH_CLERK and before not in WITH_CLERK:
        row.deadline, row.reminded_at = promised(core, row.item), None
        row.verdict = row.decided_at = None
    if row.state != "needs_correction":
        row.corrections = []
    if step in VERDICTS:
        row.verdict, row.decided_at = VERDICTS[step], core.now
        row.instant = who == "rules"
    if row.verdict == "approve":
        row.result_digest = stored_form(result_code(core, row.number))
    put_on_record(core, row, before, step, who, note)


def put_on_record(
    core: Core,
    row: CaseRow,
    before: str,
    step: str,
    who: Who,
    note: str = "",
    detail: dict[str, str | int | bool] | None = None,
) -> None:
    """An event of the case and an entry of the audit. `note` holds no private data."""
    core.db.add(
        CaseEventRow(
            case_id=row.id, at=core.now, from_state=before, to_state=row.state, who=who, note=note
        )
    )
    core.db.flush()
    audit.record(
        core,
        f"case.{step}",
        person=row.beneficiary,
        subject=row.number,
        purpose=row.title,
        detail={"from": before, "to": row.state, "by": who, **(detail or {})},
    )


def announce(core: Core, row: CaseRow, *, but: str | None = None) -> None:
    """Tell every session that follows a case how it stands now, except the one that did it."""
    for session in followers(core, row):
        if session == but:
            continue
        outbox.publish(
            core,
            News(
                key=f"case-{row.number}-{row.version}-{session}",
                session=session,
                kind="case_changed",
                case=view(core, row, session),
                says=f"您的「{row.title}」（{row.number}）有新进展：{STATE_LABELS[row.state]}。",
            ),
        )


def _hold(core: Core, row: CaseRow) -> None:
    """Take the slot of an open case again; a 409 problem where another case has it."""
    try:
        with core.db.begin_nested():
            row.slot = slot_of(core.parts.definitions.get(row.item), row.beneficiary)
    except IntegrityError:
        raise ProblemError(
            409, "同一事项已经有另一件在办理或已经通过，这件不能再转人工审核。"
        ) from None
