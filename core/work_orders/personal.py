"""What work orders keep of a person: opened for them, and what of it can be forgotten.

An anonymous order is nobody's: it is told to no person, and stays when a person's data goes; but
the sessions of the person lose their hold on it.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select, update

from core.context import Core
from core.contract import WORK_ORDER_LABELS, WORK_ORDER_STATES
from core.work_orders.models import WorkOrderEventRow, WorkOrderRow
from core.work_orders.sealed import (
    open_answer,
    open_note,
    open_told,
    seal_told,
    session_digest,
    set_session,
)
from core.work_orders.states import ENDED
from core.work_orders.views import SAYS, category_says, events, unit_says

WHO = {"citizen": "本人", "clerk": "工作人员"}


def data_of(core: Core, person: str) -> list[dict[str, object]]:
    """All orders of a person, newest first. Private; the caller audits."""
    return [_about(core, row) for row in _rows(core, person)]


def forget_person(core: Core, person: str, sessions: Sequence[str]) -> int:
    """Forget who filed what is over: name, mobile, person and session. Open orders stay as they
    are, so that they can be answered; how many."""
    rows = _rows(core, person)
    for row in rows:
        if row.state in ENDED:
            seal_told(core, row, replace(open_told(core, row), name=None, mobile=None))
            row.person = row.mobile_tail = None
            set_session(core, row, None)
    digests = [session_digest(core, one) for one in sessions]
    over = (
        WorkOrderRow.session_digest.in_(digests),
        WorkOrderRow.anonymous,
        WorkOrderRow.state.in_(ENDED),
    )
    core.db.execute(
        update(WorkOrderRow).where(*over).values(session_digest=None, sealed_session=None)
    )
    core.db.flush()
    return sum(row.person is not None for row in rows)


def _rows(core: Core, person: str) -> list[WorkOrderRow]:
    mine = WorkOrderRow.person == person
    return list(core.db.scalars(select(WorkOrderRow).where(mine).order_by(WorkOrderRow.id.desc())))


def _about(core: Core, row: WorkOrderRow) -> dict[str, object]:
    told = open_told(core, row)
    return {
        "工单编号": row.number,
        "类型": WORK_ORDER_LABELS[row.kind],
        "分类": category_says(row.category),
        "承办单位": unit_says(row.unit),
        "状态": WORK_ORDER_STATES[row.state],
        "登记时间": row.filed_at.isoformat(),
        "答复期限": row.deadline.isoformat(),
        "反映的内容": told.what,
        "地点": told.where,
        "时间": told.when,
        "姓名": told.name,
        "手机号": told.mobile,
        "答复": open_answer(core, row),
        "评分": row.rating,
        "经过": [_step(core, one) for one in events(core, row)],
    }


def _step(core: Core, one: WorkOrderEventRow) -> dict[str, str]:
    """Notes of clerks are for the file; the citizen's own are told."""
    return {
        "时间": one.at.isoformat(),
        "由谁": WHO[one.who],
        "做了什么": SAYS.get(one.step, one.step),
        "说明": open_note(core, one) if one.who == "citizen" else "",
    }
