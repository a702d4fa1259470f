"""Asking for a work order by number and second proof, without telling guessers anything."""

import datetime as dt
import time

from sqlalchemy import delete, func, select

from core.audit import service as audit
from core.context import Core
from core.contract import WorkOrderLookUp, WorkOrderView
from core.vault import service as vault
from core.work_orders.access import is_theirs
from core.work_orders.models import WorkOrderTryRow
from core.work_orders.moves import by_number, no_such_order
from core.work_orders.numbers import spelled
from core.work_orders.proofs import proven
from core.work_orders.views import view
from service.problems import ProblemError

WINDOW = dt.timedelta(minutes=15)
TRIES_A_SESSION = 5
TRIES_A_NUMBER = 20
FLOOR_S = 0.15
"""A refusal takes this long, whatever was wrong."""


def look_up(core: Core, asked: WorkOrderLookUp) -> WorkOrderView:
    """The order, to its session, to who is signed in as who filed it, or by the second proof.

    A wrong number, a wrong proof and an anonymous order are the same 404 problem after the same
    time; failed tries are counted by session and by number (429). Commits a failed try, and with
    that lets go of SQLite's write lock before it waits.
    """
    began = time.perf_counter()
    number = spelled(asked.number)
    row = by_number(core, number)
    if row and is_theirs(core, row, asked.session):
        return view(core, row)
    if not asked.proof:
        raise ProblemError(403, "请提供登记时留的手机号后四位，或者先登录。")
    counted = _counted(core, asked.session, number)
    _refuse_guessing(core, counted)
    proof = vault.open_text(core, asked.session, asked.proof, "核对查询人")
    if proven(core, row, number, proof) and row:
        audit.record(
            core, "work_order.look_up", person=row.person, subject=row.number, purpose="查询进度"
        )
        return view(core, row)
    core.db.add_all(WorkOrderTryRow(who=who, at=core.now) for who in counted)
    purge(core)
    core.db.commit()
    time.sleep(max(0.0, FLOOR_S - (time.perf_counter() - began)))
    raise no_such_order()


def purge(core: Core, dry_run: bool = False) -> int:
    """Delete failed tries that count no more; how many. With `dry_run` they are counted only."""
    old = WorkOrderTryRow.at <= core.now - WINDOW
    number = core.db.scalar(select(func.count()).select_from(WorkOrderTryRow).where(old)) or 0
    if not dry_run:
        core.db.execute(delete(WorkOrderTryRow).where(old))
    return number


def _counted(core: Core, session: str, number: str) -> dict[str, int]:
    """Whose failed tries are counted, and how many are allowed, by digest."""
    cipher = core.parts.cipher
    return {
        cipher.digest(session, "work_order_tries.session"): TRIES_A_SESSION,
        cipher.digest(number, "work_order_tries.number"): TRIES_A_NUMBER,
    }


def _refuse_guessing(core: Core, counted: dict[str, int]) -> None:
    """A 429 problem after too many failed tries in the window."""
    since = core.now - WINDOW
    for who, allowed in counted.items():
        tries = select(func.count(), func.min(WorkOrderTryRow.at)).where(
            WorkOrderTryRow.who == who, WorkOrderTryRow.at > since
        )
        number, first = core.db.execute(tries).one()
        if number < allowed:
            continue
        wait = max(1, int((first + WINDOW - core.now).total_seconds()) + 1)
        raise ProblemError(
            429,
            f"试的次数太多了，请 {-(-wait // 60)} 分钟后再试，或者拨打 12345。",
            {"Retry-After": str(wait)},
        )
