"""Taking a work order (工单) a step on: state, event, audit and news, all in one transaction."""

from sqlalchemy import select

from core.audit import service as audit
from core.context import Core
from core.contract import WORK_ORDER_STATES, News
from core.outbox import service as outbox
from core.work_orders.models import WorkOrderEventRow, WorkOrderRow
from core.work_orders.sealed import open_session, seal_note
from core.work_orders.states import StepName, Who, target
from core.work_orders.views import view
from service.problems import ProblemError


def no_such_order() -> ProblemError:
    """The one answer for a number that is unknown and for an order that is somebody else's."""
    return ProblemError(404, "没有查到这张工单。请核对编号和手机号后四位，或者拨打 12345。")


def by_number(core: Core, number: str, *, lock: bool = False) -> WorkOrderRow | None:
    """The order of a number as it is stored; `lock` holds it until the commit."""
    query = select(WorkOrderRow).where(WorkOrderRow.number == number)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return core.db.scalar(query)


def move(
    core: Core,
    row: WorkOrderRow,
    step: StepName,
    who: Who,
    *,
    note: str = "",
    keyed: tuple[str, str] | None = None,
) -> None:
    """Take a step, or raise a problem that says why not. Nobody is told yet. `keyed`: digests of
    the idempotency key and of what was asked with it."""
    before = row.state
    row.state = target(row.state, step, who)
    row.version += 1
    put_on_record(core, row, before, step, who, note=note, keyed=keyed)


def put_on_record(
    core: Core,
    row: WorkOrderRow,
    before: str,
    step: str,
    who: Who,
    *,
    note: str = "",
    keyed: tuple[str, str] | None = None,
) -> None:
    """An event of the order and an entry of the audit; of an anonymous order the audit knows no
    person, and neither knows a session."""
    core.db.add(
        WorkOrderEventRow(
            order_id=row.id,
            at=core.now,
            from_state=before,
            to_state=row.state,
            step=step,
            who=who,
            sealed_note=seal_note(core, row.id, note),
            key_digest=keyed[0] if keyed else None,
            asked_digest=keyed[1] if keyed else None,
        )
    )
    core.db.flush()
    audit.record(
        core,
        f"work_order.{step}",
        person=row.person,
        subject=row.number,
        purpose="12345 工单",
        detail={"from": before, "to": row.state, "by": who},
    )


def announce(
    core: Core, row: WorkOrderRow, *, but: str | None = None, says: str = "", key: str = ""
) -> None:
    """Tell the session that filed an order how it stands, except where it did this itself; and
    those whose orders were merged into it."""
    _tell(core, row, but, says, key or str(row.version))
    merged = select(WorkOrderRow).where(WorkOrderRow.merged_into == row.number)
    for part in core.db.scalars(merged):
        _tell(core, part, but, says, f"{key or row.version}-of-{row.number}")


def _tell(core: Core, row: WorkOrderRow, but: str | None, says: str, key: str) -> None:
    session = open_session(core, row)
    if session is None or session == but:
        return
    seen = view(core, row)
    outbox.publish(
        core,
        News(
            key=f"work-order-{row.number}-{key}",
            session=session,
            kind="work_order_changed",
            work_order=seen,
            says=f"您的工单（{row.number}）"
            + (says or f"有新进展：{WORK_ORDER_STATES[row.state]}。{seen.says}"),
        ),
    )
