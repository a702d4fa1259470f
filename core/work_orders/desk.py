"""What a clerk of the hotline (受理台) sees of work orders and does with them."""

from sqlalchemy import case as when
from sqlalchemy import select, update

from core.audit import service as audit
from core.context import Core
from core.contract import (
    Page,
    WorkOrderClerkStep,
    WorkOrderDone,
    WorkOrderFile,
    WorkOrderState,
    WorkOrderView,
)
from core.paging import after_id
from core.vault import files
from core.work_orders.models import WorkOrderRow
from core.work_orders.moves import announce, by_number, move, no_such_order
from core.work_orders.numbers import spelled
from core.work_orders.sealed import open_note, open_told, seal_answer
from core.work_orders.states import OPEN
from core.work_orders.tree import tree
from core.work_orders.views import events, routing_of, view
from service.problems import ProblemError
from text.private_data import mask

PURPOSE = "办理 12345 工单"
TELLS = frozenset({"dispatch", "accept", "return", "merge", "answer", "redo", "close"})
"""Steps that the citizen is told of."""


def queue(
    core: Core,
    state: WorkOrderState | None = None,
    unit: str | None = None,
    limit: int = 50,
    after: str | None = None,
) -> Page[WorkOrderView]:
    """Open orders first, by time limit; then the rest, newest first. `after` counts what was seen:
    the list moves while it is worked through."""
    seen = after_id(after) or 0
    is_open = WorkOrderRow.state.in_(OPEN)
    query = select(WorkOrderRow).order_by(
        when((is_open, 0), else_=1), when((is_open, WorkOrderRow.deadline)), WorkOrderRow.id.desc()
    )
    if state is not None:
        query = query.where(WorkOrderRow.state == state)
    if unit is not None:
        query = query.where(WorkOrderRow.unit == unit)
    rows = list(core.db.scalars(query.offset(seen).limit(limit + 1)))
    more = str(seen + limit) if len(rows) > limit else None
    return Page[WorkOrderView](items=[view(core, row) for row in rows[:limit]], next=more)


def open_order(core: Core, number: str) -> WorkOrderFile:
    """An order, opened. Audited."""
    row = _found(core, number)
    audit.record(core, "work_order.open", person=row.person, subject=row.number, purpose=PURPOSE)
    told = open_told(core, row)
    return WorkOrderFile(
        order=view(core, row),
        what=told.what,
        where=told.where,
        when=told.when,
        name=told.name,
        mobile=told.mobile,
        routing=routing_of(core, row),
        files=len(row.files),
        done=[
            WorkOrderDone(
                at=one.at,
                before=one.from_state,
                after=one.to_state,
                step=one.step,
                who=one.who,
                note=open_note(core, one),
            )
            for one in events(core, row)
        ],
        twin=row.twin,
        urged=row.urged,
        version=row.version,
    )


def open_file(core: Core, number: str, position: int) -> bytes:
    """A photo or paper of an order, by position from 0. Audited."""
    row = _found(core, number)
    if not 0 <= position < len(row.files):
        raise no_such_order()
    audit.record(
        core, "work_order.open_file", person=row.person, subject=row.number, purpose=PURPOSE
    )
    return files.read_file(core, row.files[position])


def review(core: Core, number: str, asked: WorkOrderClerkStep) -> WorkOrderView:
    """Carry a clerk's step out, and tell the citizen. A 409 problem where somebody changed the
    order since the clerk looked at it."""
    row = _found(core, number, lock=True)
    if row.version != asked.version:
        raise ProblemError(409, "这张工单刚刚有了变化，请看过最新情况再操作。")
    note = mask(asked.note.replace("\0", "")).text.strip()
    match asked.do:
        case "dispatch":
            row.unit = _unit(asked.unit or row.unit)
        case "merge":
            _merge(core, row, asked.into or row.twin or "")
        case "answer":
            _answer(core, row, note)
        case "redo":
            seal_answer(core, row, None)
            row.answered_at = row.rating = None
        case "return" if not note:
            raise ProblemError(422, "请写明退回的理由，例如应由哪个单位办理。")
        case "follow_up":
            row.followed_up_at = core.now
        case _:
            pass
    move(core, row, asked.do, "clerk", note="" if asked.do == "answer" else note)
    if asked.do in TELLS:
        announce(core, row)
    return view(core, row)


def _unit(unit: str) -> str:
    if unit not in tree().units:
        raise ProblemError(422, "没有这个承办单位。")
    if unit == tree().desk:
        raise ProblemError(422, "请选一个承办单位：受理台自己不办理。")
    return unit


def _answer(core: Core, row: WorkOrderRow, note: str) -> None:
    if not note:
        raise ProblemError(422, "请写答复内容，市民会原样看到。")
    seal_answer(core, row, note)
    row.answered_at = core.now


def _merge(core: Core, row: WorkOrderRow, into: str) -> None:
    """Make it part of another; what was part of it goes along."""
    main = by_number(core, spelled(into), lock=True)
    if main is None or main.id == row.id or main.state not in OPEN:
        raise ProblemError(409, "要并入的工单不存在，或者已经不在办理。请核对编号。")
    row.merged_into = main.number
    parts = WorkOrderRow.merged_into == row.number
    core.db.execute(update(WorkOrderRow).where(parts).values(merged_into=main.number))


def _found(core: Core, number: str, *, lock: bool = False) -> WorkOrderRow:
    row = by_number(core, spelled(number), lock=lock)
    if row is None:
        raise no_such_order()
    return row
