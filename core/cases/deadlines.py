"""The promised time limit (承诺时限) in working days: when it ends, what is near, who is told."""

import datetime as dt

from sqlalchemy import select

from core.cases.follows import followers
from core.cases.models import CaseRow
from core.cases.states import WITH_CLERK
from core.cases.views import view
from core.context import SHENZHEN, Core
from core.contract import News
from core.outbox import service as outbox

NEAR_DAYS = 3
"""Working days."""


def promised(core: Core, item: str) -> dt.datetime | None:
    """The last second in Shenzhen of the last day promised, counted from tomorrow in working
    days (民法典第二百零一条: 开始的当日不计入; 行政许可法第八十二条: 以工作日计算, 不含法定节假日).
    None where nothing is promised."""
    definition = core.parts.definitions.get(item)
    if definition is None or definition.time_limit_days is None:
        return None
    last = core.parts.calendar.add_working_days(core.today, definition.time_limit_days)
    return end_of(last)


def end_of(date: dt.date) -> dt.datetime:
    """The last second of a day in Shenzhen."""
    return dt.datetime.combine(date, dt.time(23, 59, 59), SHENZHEN)


def near(core: Core, days: int = NEAR_DAYS) -> list[CaseRow]:
    """Cases with a clerk whose time limit ends within so many working days or has passed, the
    most urgent first."""
    limit = end_of(core.parts.calendar.add_working_days(core.today, days))
    query = (
        select(CaseRow)
        .where(CaseRow.state.in_(WITH_CLERK), CaseRow.deadline <= limit)
        .order_by(CaseRow.deadline, CaseRow.id)
    )
    return list(core.db.scalars(query))


def marks(core: Core) -> dict[str, str]:
    """How a list marks what is urgent, by case number: 已超期 or 快到期."""
    return {
        row.number: "已超期" if row.deadline and row.deadline < core.now else "快到期"
        for row in near(core)
    }


def remind(core: Core) -> int:
    """Tell the sessions that follow a case that its time limit is near, once a time limit; how
    many cases. The caller commits."""
    rows = [row for row in near(core) if row.reminded_at is None]
    for row in rows:
        row.reminded_at = core.now
        for session in followers(core, row):
            seen = view(core, row, session)
            outbox.publish(
                core,
                News(
                    key=f"deadline-{row.number}-{row.version}-{session}",
                    session=session,
                    kind="deadline_near",
                    case=seen,
                    says=f"您的「{row.title}」（{row.number}）{seen.next_says}",
                ),
            )
    core.db.flush()
    return len(rows)
