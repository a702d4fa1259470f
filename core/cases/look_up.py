"""Asking for a case by its number and a second proof, without telling guessers anything."""

import datetime as dt
import time

from sqlalchemy import delete, func, select

from core.audit import service as audit
from core.cases.models import TryRow
from core.cases.moves import by_number, no_such_case
from core.cases.numbers import spelled
from core.cases.proofs import proven
from core.cases.views import view
from core.context import Core
from core.contract import CaseView, LookUp
from core.identity import service as identity
from core.vault import service as vault
from service.problems import ProblemError

WINDOW = dt.timedelta(minutes=15)
TRIES_A_SESSION = 5
TRIES_A_NUMBER = 20
FLOOR_S = 0.15
"""A refusal takes this long, whatever was wrong."""


def look_up(core: Core, asked: LookUp) -> CaseView:
    """The case, to who is signed in as its owner or gives the second proof.

    A wrong number and a wrong proof are the same 404 problem after the same time. Failed tries
    are counted by session and by number, so a number cannot be guessed at from many sessions;
    owners who sign in are never kept out. Commits a failed try, and with that lets go of
    SQLite's write lock before it waits.
    """
    began = time.perf_counter()
    number = spelled(asked.number)
    person = identity.person_of(core, asked.session)
    row = by_number(core, number)
    if row and person and person.id in (row.owner, row.beneficiary):
        return view(core, row, asked.session)
    if person is None and not asked.proof:
        raise ProblemError(403, "请先登录，或者提供申请人手机号或身份证号的后四位。")
    counted = _counted(core, asked.session, number)
    _refuse_guessing(core, counted)
    proof = vault.open_text(core, asked.session, asked.proof or "", "核对查询人")
    if proven(core, row, number, proof) and row:
        audit.record(
            core, "case.look_up", person=row.beneficiary, subject=row.number, purpose="查询进度"
        )
        return view(core, row, asked.session)
    core.db.add_all(TryRow(who=who, at=core.now) for who in counted)
    purge(core)
    core.db.commit()
    time.sleep(max(0.0, FLOOR_S - (time.perf_counter() - began)))
    raise no_such_case()


def purge(core: Core, dry_run: bool = False) -> int:
    """Delete failed tries that count no more; how many. With `dry_run` they are counted only."""
    old = TryRow.at <= core.now - WINDOW
    number = core.db.scalar(select(func.count()).select_from(TryRow).where(old)) or 0
    if not dry_run:
        core.db.execute(delete(TryRow).where(old))
    return number


def _counted(core: Core, session: str, number: str) -> dict[str, int]:
    """Whose failed tries are counted, and how many are allowed. Kept as digests: what was typed
    for a number may be anything."""
    cipher = core.parts.cipher
    return {
        cipher.digest(session, "case_tries.session"): TRIES_A_SESSION,
        cipher.digest(number, "case_tries.number"): TRIES_A_NUMBER,
    }


def _refuse_guessing(core: Core, counted: dict[str, int]) -> None:
    """A 429 problem after too many failed tries in the window."""
    since = core.now - WINDOW
    for who, allowed in counted.items():
        tries = select(func.count(), func.min(TryRow.at)).where(
            TryRow.who == who, TryRow.at > since
        )
        number, first = core.db.execute(tries).one()
        if number < allowed:
            continue
        wait = max(1, int((first + WINDOW - core.now).total_seconds()) + 1)
        raise ProblemError(
            429,
            f"试的次数太多了，请 {-(-wait // 60)} 分钟后再试，或者登录后直接查看自己的办件。",
            {"Retry-After": str(wait)},
        )
