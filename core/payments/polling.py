"""Asking providers about what is awaited, less and less often: heals notifications that were
lost, orders that were stored but not placed, and closes those whose time is over."""

import datetime as dt
import logging
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from core.context import Core
from core.database import write_session
from core.payments.asking import refresh
from core.payments.models import OrderRow
from core.payments.moves import by_number
from core.payments.states import WATCHED
from service.problems import ProblemError

log = logging.getLogger("luoxiaozheng.core.payments")

BACKOFF = (20, 40, 60, 120, 300, 600, 1200, 1800)
"""Seconds to the next look; the last one again and again."""
AT_ONCE = 50
"""Orders a round, so that a provider that is away holds the clock up for a while only."""


def due(core: Core) -> list[str]:
    """The orders to ask about now, the longest waiting first."""
    query = (
        select(OrderRow.order)
        .where(OrderRow.state.in_(WATCHED), OrderRow.next_look_at <= core.now)
        .order_by(OrderRow.next_look_at, OrderRow.id)
        .limit(AT_ONCE)
    )
    return list(core.db.scalars(query))


def look(core: Core, order: str) -> None:
    """Ask about one order; when to ask next is set before, so that a failure waits its turn.
    The caller commits."""
    row = by_number(core, order, lock=True)
    if row is None or row.state not in WATCHED:
        return
    row.next_look_at = core.now + wait(row)
    row.looks += 1
    try:
        refresh(core, row, "clock")
    except ProblemError as error:
        log.warning("order not asked about", extra={"order": order, "status": error.status})


def wait(row: OrderRow) -> dt.timedelta:
    """How long to wait before an order is asked about again."""
    return dt.timedelta(seconds=BACKOFF[min(row.looks, len(BACKOFF) - 1)])


def run(sessions: sessionmaker[Session], call: Callable[[Session], Core]) -> int:
    """Ask about all that is due, each in transactions of its own; how many. `call` makes the core
    of a session."""
    with sessions() as db:
        orders = due(call(db))
    for order in orders:
        with write_session(sessions) as db:
            look(call(db), order)
            db.commit()
    return len(orders)
