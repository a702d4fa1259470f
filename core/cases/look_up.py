"""Asking for a case by its number and a second proof, without telling guessers anything."""

import time

from core.audit import service as audit
from core.cases.models import TryRow
from core.cases.moves import by_number, no_such_case
from core.cases.numbers import spelled
from core.cases.proofs import proven
from core.cases.views import view
from core.context import Core
from core.contract import CaseView, LookUp
from core.guessing import Guard
from core.identity import service as identity
from core.vault import service as vault
from service.problems import ProblemError

GUARD = Guard(TryRow, "登录后直接查看自己的办件")


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
    GUARD.refuse(core, asked.session, number)
    proof = vault.open_text(core, asked.session, asked.proof or "", "核对查询人")
    if proven(core, row, number, proof) and row:
        audit.record(
            core, "case.look_up", person=row.beneficiary, subject=row.number, purpose="查询进度"
        )
        return view(core, row, asked.session)
    GUARD.fail(core, asked.session, number, began)
    raise no_such_case()


def purge(core: Core, dry_run: bool = False) -> int:
    """Delete failed tries that count no more; how many. With `dry_run` they are counted only."""
    return GUARD.forget(core, dry_run)
