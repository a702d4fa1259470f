"""The time limit of a work order in working days: when it ends, what is near, what is supervised.

Guangdong's rules since 2022-09-01, as public pages report them: consultations 2, help and
suggestions 10, complaints and reports 15 working days.
"""

import datetime as dt

from sqlalchemy import or_, select

from core.cases.deadlines import end_of
from core.context import Core
from core.contract import SupervisedOrder, WorkOrderKind
from core.work_orders.models import WorkOrderRow
from core.work_orders.moves import announce
from core.work_orders.states import ANSWERED, OPEN
from core.work_orders.views import view

WORKING_DAYS: dict[WorkOrderKind, int] = {
    "consult": 2,
    "help": 10,
    "suggestion": 10,
    "complaint": 15,
    "report": 15,
}
NEAR: dict[WorkOrderKind, int] = {
    "consult": 1,
    "help": 3,
    "suggestion": 3,
    "complaint": 3,
    "report": 3,
}
"""Working days before the end at which it is near."""
URGED_OFTEN = 2
RATED_LOW = 2
LISTED = 200


def limit_of(core: Core, kind: WorkOrderKind) -> dt.datetime:
    """The last second in Shenzhen of the last day of an order that is filed now; the day of
    filing does not count (民法典第二百零一条)."""
    end = end_of(core.parts.calendar.add_working_days(core.today, WORKING_DAYS[kind]))
    return end.astimezone(dt.UTC)


def near(core: Core) -> list[WorkOrderRow]:
    """Open orders whose time limit is near or over, the most urgent first."""
    days = sorted(set(NEAR.values()))
    ends = {one: end_of(core.parts.calendar.add_working_days(core.today, one)) for one in days}
    query = (
        select(WorkOrderRow)
        .where(WorkOrderRow.state.in_(OPEN), WorkOrderRow.deadline <= max(ends.values()))
        .order_by(WorkOrderRow.deadline, WorkOrderRow.id)
    )
    return [row for row in core.db.scalars(query) if row.deadline <= ends[NEAR[row.kind]]]


def remind(core: Core) -> int:
    """Tell the citizen, once an order, that its limit is near and the unit was reminded; the
    order is on the supervision list by then. How many. The caller commits."""
    rows = [row for row in near(core) if row.reminded_at is None]
    for row in rows:
        row.reminded_at = core.now
        announce(core, row, says="快到办理期限了，已经提醒承办单位。", key="near")
    core.db.flush()
    return len(rows)


def supervised(core: Core) -> list[SupervisedOrder]:
    """What is supervised (督办): over or near the limit, urged often, or rated low and not yet
    followed up; the most urgent first, at most LISTED."""
    close = {row.id for row in near(core)}
    low = (
        WorkOrderRow.state.in_(ANSWERED)
        & (WorkOrderRow.rating <= RATED_LOW)
        & WorkOrderRow.followed_up_at.is_(None)
    )
    often = WorkOrderRow.state.in_(OPEN) & (WorkOrderRow.urged >= URGED_OFTEN)
    query = (
        select(WorkOrderRow)
        .where(or_(low, often, WorkOrderRow.id.in_(close)))
        .order_by(WorkOrderRow.deadline, WorkOrderRow.id)
        .limit(LISTED)
    )
    return [
        SupervisedOrder(order=view(core, row), why=_why(core, row, row.id in close))
        for row in core.db.scalars(query)
    ]


def _why(core: Core, row: WorkOrderRow, close: bool) -> list[str]:
    why = []
    if close:
        why.append("已超期" if row.deadline < core.now else "快到期")
    if row.state in OPEN and row.urged >= URGED_OFTEN:
        why.append(f"催办 {row.urged} 次")
    if row.rating is not None and row.rating <= RATED_LOW:
        why.append(f"评价 {row.rating} 分")
    return why
