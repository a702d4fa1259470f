"""What identity deletes when its time is over."""

import datetime as dt

from sqlalchemy import delete, func, or_, select

from core.context import Core
from core.identity.accounts import end_binding
from core.identity.models import AccountRow, SessionAccountRow, SessionRow, SignInRow

UNUSED_FOR = dt.timedelta(days=400)
"""A session whose account was not used for so long, a little more than a year, is taken for gone:
core is not told when a conversation is deleted."""


def purge(core: Core, dry_run: bool = False) -> int:
    """Delete sign-ins that were used or came to nothing, sessions that ended, and accounts that
    nobody uses any more; how many rows. With `dry_run` they are counted only.
    """
    total = 0
    spent = or_(SignInRow.expires_at <= core.now, SignInRow.used_at.is_not(None))
    for table, over in ((SignInRow, spent), (SessionRow, SessionRow.expires_at <= core.now)):
        total += core.db.scalar(select(func.count()).select_from(table).where(over)) or 0
        if not dry_run:
            core.db.execute(delete(table).where(over))
    return total + _purge_accounts(core, dry_run)


def _purge_accounts(core: Core, dry_run: bool) -> int:
    """An account without a session that is in use goes, and its binding ends."""
    gone = SessionAccountRow.seen_at <= core.now - UNUSED_FOR
    unused = AccountRow.id.not_in(select(SessionAccountRow.account).where(~gone))
    sessions = core.db.scalar(select(func.count()).select_from(SessionAccountRow).where(gone)) or 0
    accounts = list(core.db.scalars(select(AccountRow).where(unused)))
    if not dry_run:
        for row in accounts:
            end_binding(core, row, "长期没有使用")
        core.db.execute(delete(SessionAccountRow).where(gone))
        core.db.execute(delete(AccountRow).where(unused))
    return sessions + len(accounts)
