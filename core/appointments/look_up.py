"""Asking for a booking by its number and the end of the mobile, without telling guessers anything.

The way of core/cases/look_up.py.
"""

import time

from core.appointments.access import by_number, let_see, may_see, no_such_booking
from core.appointments.contact import proven
from core.appointments.models import BookingTryRow
from core.appointments.numbers import spelled
from core.appointments.views import view
from core.audit import service as audit
from core.context import Core
from core.contract import BookingLookUp, BookingView
from core.guessing import Guard
from core.vault import service as vault
from service.problems import ProblemError

GUARD = Guard(BookingTryRow, "登录后直接查看自己的预约")


def look_up(core: Core, asked: BookingLookUp) -> BookingView:
    """The booking, to a session that may see it or gives the end of the mobile; from then on that
    session may change it too.

    A wrong number and a wrong proof are the same 404 problem after the same time. Failed tries
    are counted by session and by number. Commits a failed try, and with that lets go of SQLite's
    write lock before it waits.
    """
    began = time.perf_counter()
    number = spelled(asked.booking)
    row = by_number(core, number)
    if row and may_see(core, row, asked.session):
        return view(core, row)
    if not asked.proof:
        raise ProblemError(403, "请再告诉我预约时留的手机号的后四位，或者先登录。")
    GUARD.refuse(core, asked.session, number)
    proof = vault.open_text(core, asked.session, asked.proof, "核对查询人")
    if proven(core, row, number, proof) and row:
        let_see(core, row, asked.session)
        audit.record(
            core, "booking.look_up", person=row.person, subject=row.number, purpose="查询预约"
        )
        return view(core, row)
    GUARD.fail(core, asked.session, number, began)
    raise no_such_booking()


def forget_tries(core: Core, dry_run: bool = False) -> int:
    """Delete failed tries that count no more; how many. With `dry_run` they are counted only."""
    return GUARD.forget(core, dry_run)
