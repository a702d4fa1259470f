"""Queue tickets of today (排队号): taken, called, served, passed."""

import datetime as dt
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite
from sqlalchemy.exc import IntegrityError

from core.appointments.models import QueueDayRow, TicketRow
from core.appointments.schedule import Queue
from core.appointments.timetable import hours_of
from core.appointments.waiting import view
from core.audit import service as audit
from core.context import SHENZHEN, Core
from core.contract import TicketCall, TicketStep, TicketTake, TicketView
from service.problems import ProblemError

OPEN = ("waiting", "called")
EARLY = dt.timedelta(minutes=30)
"""Tickets are given so long before the queue opens."""
MOST = 9999


def take_ticket(core: Core, asked: TicketTake) -> TicketView:
    """A ticket of the matter's queue; the one that the session holds there already, if any. A 409
    problem where the queue gives none now."""
    queue = core.parts.schedule.get().queue_for(asked.item)
    key = core.parts.cipher.digest(f"{asked.session}|{asked.key}", "queue_tickets.key")
    what = core.parts.cipher.digest(asked.model_dump_json(exclude={"key"}), "queue_tickets.asked")
    if (known := _known(core, key, what, _holder(core, asked.session, queue))) is not None:
        return view(core, known)
    _refuse_when_closed(core, queue)
    number = _next_number(core, queue)
    row = TicketRow(
        key=key,
        asked=what,
        holder=_holder(core, asked.session, queue),
        session=asked.session,
        queue=queue.id,
        day=core.today,
        number=number,
        ticket=f"{queue.letter}{number:03d}",
        item=asked.item,
        state="waiting",
        taken_at=core.now,
    )
    try:
        with core.db.begin_nested():
            core.db.add(row)
    except IntegrityError:  # taken by the same session meanwhile
        if (known := _known(core, key, what, _holder(core, asked.session, queue))) is None:
            raise
        return view(core, known)
    _record(core, row, "take")
    return view(core, row)


def my_tickets(core: Core, session: str) -> list[TicketView]:
    """The tickets that a session took today, the newest first."""
    mine = TicketRow.session == session, TicketRow.day == core.today
    rows = core.db.scalars(select(TicketRow).where(*mine).order_by(TicketRow.id.desc()))
    return [view(core, row) for row in rows]


def call_next(core: Core, queue_id: str, call: TicketCall) -> TicketView | None:
    """Call who waits longest to a window; None where nobody waits. Two windows never call one."""
    queue = _queue(core, queue_id)
    waiting = select(TicketRow).where(
        TicketRow.queue == queue.id, TicketRow.day == core.today, TicketRow.state == "waiting"
    )
    first = waiting.order_by(TicketRow.number).limit(1).with_for_update(skip_locked=True)
    row = core.db.scalar(first)
    if row is None:
        return None
    row.state, row.window, row.called_at = "called", call.window, core.now
    _record(core, row, "call")
    return view(core, row)


def end_ticket(core: Core, queue_id: str, ticket: str, step: TicketStep) -> TicketView:
    """Serve a ticket that was called, or pass it because nobody came."""
    queue = _queue(core, queue_id)
    this = (TicketRow.queue == queue.id, TicketRow.day == core.today, TicketRow.ticket == ticket)
    row = core.db.scalar(select(TicketRow).where(*this).with_for_update())
    if row is None:
        raise ProblemError(404, f"今天的{queue.name}没有 {ticket} 号。")
    if row.state != "called":
        raise ProblemError(409, f"{ticket} 号还没有叫到，或者已经结束。")
    ended: Literal["served", "passed"] = "served" if step.do == "serve" else "passed"
    row.state, row.holder = ended, None
    row.served_at = core.now if ended == "served" else None
    _record(core, row, step.do)
    return view(core, row)


def _queue(core: Core, queue_id: str) -> Queue:
    for one in core.parts.schedule.get().queues:
        if one.id == queue_id:
            return one
    raise ProblemError(404, "没有这个队列。")


def _holder(core: Core, session: str, queue: Queue) -> str:
    return f"{core.today.isoformat()}|{queue.id}|{session}"


def _known(core: Core, key: str, asked: str, holder: str) -> TicketRow | None:
    """The ticket of a key, or the open one of a session."""
    row = core.db.scalar(select(TicketRow).where(TicketRow.key == key))
    if row is not None and row.asked != asked:
        raise ProblemError(409, "这次请求的编号已经用过，内容却不一样，没有取号。请重新再取一次。")
    return row or core.db.scalar(select(TicketRow).where(TicketRow.holder == holder))


def _refuse_when_closed(core: Core, queue: Queue) -> None:
    hours = hours_of(core, queue, core.today)
    if not hours:
        raise ProblemError(409, f"{queue.name}今天不办理，不能取号。您可以预约别的日子。")
    local = core.now.astimezone(SHENZHEN)
    begins = dt.datetime.combine(core.today, hours[0].start, SHENZHEN) - EARLY
    ends = dt.datetime.combine(core.today, hours[-1].end, SHENZHEN)
    if not begins <= local < ends:
        raise ProblemError(
            409,
            f"{queue.name}现在不取号，今天的取号时间是{begins:%H:%M}到{ends:%H:%M}。"
            "您可以先预约一个时间。",
        )


def _next_number(core: Core, queue: Queue) -> int:
    """Counted in one row a queue and day, so that no number is given twice."""
    postgresql = core.db.get_bind().dialect.name == "postgresql"
    insert = insert_on_postgresql if postgresql else insert_on_sqlite
    first = insert(QueueDayRow).values(queue=queue.id, day=core.today, last=0)
    core.db.execute(first.on_conflict_do_nothing(index_elements=["queue", "day"]))
    number = core.db.scalar(
        update(QueueDayRow)
        .where(QueueDayRow.queue == queue.id, QueueDayRow.day == core.today)
        .values(last=QueueDayRow.last + 1)
        .returning(QueueDayRow.last)
        .execution_options(synchronize_session=False)
    )
    if number is None or number > MOST:
        raise ProblemError(409, f"{queue.name}今天的号已经取完。您可以预约别的日子。")
    return int(number)


def _record(core: Core, row: TicketRow, what: str) -> None:
    core.db.flush()
    audit.record(core, f"ticket.{what}", subject=f"{row.day}:{row.queue}:{row.ticket}")
