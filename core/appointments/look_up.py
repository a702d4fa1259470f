"""Asking for a booking by its number and the end of the mobile, without telling guessers anything.

The way of core/cases/look_up.py.
"""

import datetime as dt
import time

from sqlalchemy import delete, func, select

from core.appointments.access import by_number, let_see, may_see, no_such_booking
from core.appointments.contact import proven
from core.appointments.models import BookingTryRow
from core.appointments.numbers import spelled
from core.appointments.views import view
from core.audit import service as audit
from core.context import Core
from core.contract import BookingLookUp, BookingView
from core.vault import service as vault
from service.problems import ProblemError

WINDOW = dt.timedelta(minutes=15)
TRIES_A_SESSION = 5
TRIES_A_NUMBER = 20
FLOOR_S = 0.15
"""A refusal takes this long, whatever was wrong."""


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
    counted = _counted(core, asked.session, number)
    _refuse_guessing(core, counted)
    proof = vault.open_text(core, asked.session, asked.proof, "核对查询人")
    if proven(core, row, number, proof) and row:
        let_see(core, row, asked.session)
        audit.record(
            core, "booking.look_up", person=row.person, subject=row.number, purpose="查询预约"
        )
        return view(core, row)
    core.db.add_all(BookingTryRow(who=who, at=core.now) for who in counted)
    forget_tries(core)
    core.db.commit()
    time.sleep(max(0.0, FLOOR_S - (time.perf_counter() - began)))
    raise no_such_booking()


def forget_tries(core: Core, dry_run: bool = False) -> int:
    """Delete failed tries that count no more; how many. With `dry_run` they are counted only."""
    old = BookingTryRow.at <= core.now - WINDOW
    number = core.db.scalar(select(func.count()).select_from(BookingTryRow).where(old)) or 0
    if not dry_run:
        core.db.execute(delete(BookingTryRow).where(old))
    return number


def _counted(core: Core, session: str, number: str) -> dict[str, int]:
    """Whose failed tries are counted, as digests, and how many are allowed."""
    cipher = core.parts.cipher
    return {
        cipher.digest(session, "booking_tries.session"): TRIES_A_SESSION,
        cipher.digest(number, "booking_tries.number"): TRIES_A_NUMBER,
    }


def _refuse_guessing(core: Core, counted: dict[str, int]) -> None:
    """A 429 problem after too many failed tries in the window."""
    since = core.now - WINDOW
    for who, allowed in counted.items():
        tries = select(func.count(), func.min(BookingTryRow.at)).where(
            BookingTryRow.who == who, BookingTryRow.at > since
        )
        number, first = core.db.execute(tries).one()
        if number < allowed:
            continue
        wait = max(1, int((first + WINDOW - core.now).total_seconds()) + 1)
        raise ProblemError(
            429,
            f"试的次数太多了，请 {-(-wait // 60)} 分钟后再试，或者登录后直接查看自己的预约。",
            {"Retry-After": str(wait)},
        )
