"""Asking for a work order by number and second proof, without telling guessers anything."""

import time

from core.audit import service as audit
from core.context import Core
from core.contract import WorkOrderLookUp, WorkOrderView
from core.guessing import Guard
from core.vault import service as vault
from core.work_orders.access import is_theirs
from core.work_orders.models import WorkOrderTryRow
from core.work_orders.moves import by_number, no_such_order
from core.work_orders.numbers import spelled
from core.work_orders.proofs import proven
from core.work_orders.views import view
from service.problems import ProblemError

GUARD = Guard(WorkOrderTryRow, "拨打 12345")


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
    GUARD.refuse(core, asked.session, number)
    proof = vault.open_text(core, asked.session, asked.proof, "核对查询人")
    if proven(core, row, number, proof) and row:
        audit.record(
            core, "work_order.look_up", person=row.person, subject=row.number, purpose="查询进度"
        )
        return view(core, row)
    GUARD.fail(core, asked.session, number, began)
    raise no_such_order()


def purge(core: Core, dry_run: bool = False) -> int:
    """Delete failed tries that count no more; how many. With `dry_run` they are counted only."""
    return GUARD.forget(core, dry_run)
