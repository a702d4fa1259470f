"""A queue ticket as its holder sees it: how many are ahead, about how long it takes."""

import statistics
from itertools import pairwise
from typing import Literal, cast

from sqlalchemy import func, select

from core.appointments.models import TicketRow
from core.context import Core
from core.contract import TicketView

LAST = 10
"""Served tickets that an estimate looks at."""
LEAST = 3
"""With fewer served, the wait is unknown."""
State = Literal["waiting", "called", "served", "passed", "cancelled"]


def view(core: Core, row: TicketRow) -> TicketView:
    """The public form of a ticket."""
    waits = row.state == "waiting" and row.day == core.today
    before = ahead(core, row) if waits else 0
    minutes = estimate(core, row, before) if waits else None
    schedule = core.parts.schedule.get()
    queue = schedule.line(row.queue)
    name = queue.name if queue else row.queue
    return TicketView(
        ticket=row.ticket,
        queue=name,
        state=cast(State, row.state),
        ahead=before,
        minutes=minutes,
        window=row.window,
        taken_at=row.taken_at,
        demo=schedule.demo,
        says=_says(core, row, name, before, minutes),
    )


def ahead(core: Core, row: TicketRow) -> int:
    """How many of the same queue wait before this ticket."""
    these = (
        TicketRow.queue == row.queue,
        TicketRow.day == row.day,
        TicketRow.state == "waiting",
        TicketRow.number < row.number,
    )
    return core.db.scalar(select(func.count()).select_from(TicketRow).where(*these)) or 0


def estimate(core: Core, row: TicketRow, before: int) -> int | None:
    """Minutes until this ticket is called, from the median time between the last ones served in
    its queue today; None while too few were."""
    served = (
        TicketRow.queue == row.queue,
        TicketRow.day == row.day,
        TicketRow.served_at.is_not(None),
    )
    query = select(TicketRow.served_at).where(*served).order_by(TicketRow.served_at.desc())
    moments = [at for at in core.db.scalars(query.limit(LAST)) if at is not None]
    if len(moments) < LEAST:
        return None
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(moments)]
    return int(-(-statistics.median(gaps) * (before + 1) // 60))


def _says(core: Core, row: TicketRow, queue: str, before: int, minutes: int | None) -> str:
    if row.day != core.today:
        return f"{row.ticket} 号是{row.day.month}月{row.day.day}日的，已经过期。"
    if row.state == "called":
        return f"叫到您了：{row.ticket} 号，请到{row.window}。"
    if row.state == "served":
        return f"{row.ticket} 号已经办完。"
    if row.state == "passed":
        return f"{row.ticket} 号叫过没有等到您，已经过号。请重新取号，或问一下现场工作人员。"
    wait = "现在还估不出要等多久" if minutes is None else f"大约还要等 {minutes} 分钟"
    people = f"前面还有 {before} 位" if before else "下一个就是您"
    return f"您在{queue}的号是 {row.ticket}，{people}，{wait}。请留意叫号。"
