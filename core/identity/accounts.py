"""Accounts of channels (渠道账号): which one a session is held through.

The subject, such as an openid of WeChat, is private: sealed, and found by its keyed digest.
"""

from sqlalchemy import delete, or_, select

from core.audit import service as audit
from core.context import Core
from core.contract import AccountHeld, AccountProvider
from core.identity.consents import end_consent
from core.identity.models import AccountRow, SessionAccountRow, SessionRow
from core.identity.people import added, new_id
from core.vault import rotation
from service.problems import ProblemError

ANOTHER = "这个对话已经属于另一个账号。请从自己的公众号里重新打开对话。"


def hold(core: Core, session: str, held: AccountHeld) -> None:
    """Remember that a session is held through an account, and that it is in use. A 409 problem
    where the session is held through another one."""
    account = _account(core, held)
    row = core.db.get(SessionAccountRow, session)
    if row is None:
        new = SessionAccountRow(session=session, account=account, seen_at=core.now)
        if added(core.db, new):
            audit.record(core, "identity.account", detail={"provider": held.provider})
            return
        row = core.db.get_one(SessionAccountRow, session)
    if row.account != account:
        raise ProblemError(409, ANOTHER)
    row.seen_at = core.now
    core.db.flush()


def account_of(core: Core, session: str, provider: AccountProvider) -> str | None:
    """The subject of the account that a session is held through. Private: never log it."""
    row = row_of(core, session)
    return subject_of(core, row) if row is not None and row.provider == provider else None


def row_of(core: Core, session: str, *, lock: bool = False) -> AccountRow | None:
    """The account that a session is held through; `lock` holds it until the commit."""
    query = (
        select(AccountRow)
        .join(SessionAccountRow, SessionAccountRow.account == AccountRow.id)
        .where(SessionAccountRow.session == session)
    )
    if lock:
        query = query.with_for_update(of=AccountRow).execution_options(populate_existing=True)
    return core.db.scalar(query)


def bound_to(core: Core, person: str) -> list[AccountRow]:
    """The accounts that are bound to a person, the oldest binding first."""
    query = select(AccountRow).where(AccountRow.person == person)
    return list(core.db.scalars(query.order_by(AccountRow.bound_at, AccountRow.id)))


def accounts_of(core: Core, person: str) -> list[AccountRow]:
    """The accounts that are bound to a person, or that they are signed in through; oldest first."""
    held = (
        select(SessionAccountRow.account)
        .join(SessionRow, SessionRow.session == SessionAccountRow.session)
        .where(SessionRow.person == person)
    )
    query = select(AccountRow).where(or_(AccountRow.person == person, AccountRow.id.in_(held)))
    return list(core.db.scalars(query.order_by(AccountRow.created_at, AccountRow.id)))


def subject_of(core: Core, row: AccountRow) -> str:
    """Who an account is at its provider. Private: never log it."""
    return core.parts.cipher.open(row.subject, _context(row.id))


def end_binding(core: Core, row: AccountRow, purpose: str) -> None:
    """End the binding of an account: the consent is taken back, and who was signed in by it is
    signed out of every session that is held through it."""
    person, consent = row.person, row.consent
    if person is None:
        return
    row.person = row.bound_at = row.consent = None
    held = select(SessionAccountRow.session).where(SessionAccountRow.account == row.id)
    core.db.execute(
        delete(SessionRow).where(SessionRow.session.in_(held), SessionRow.person == person)
    )
    if consent is not None:
        end_consent(core, consent, person)
    audit.record(core, "identity.unbound", person=person, subject=row.id, purpose=purpose)
    core.db.flush()


def _account(core: Core, held: AccountHeld) -> str:
    """The id of an account, made when new."""
    digest = core.parts.cipher.digest(f"{held.provider}|{held.subject}", "accounts.subject")
    query = select(AccountRow.id).where(AccountRow.digest == digest)
    known = core.db.scalar(query)
    if known is not None:
        return known
    new = new_id("A")
    row = AccountRow(
        id=new,
        provider=held.provider,
        digest=digest,
        subject=core.parts.cipher.seal(held.subject, _context(new)),
        created_at=core.now,
    )
    return new if added(core.db, row) else core.db.execute(query).scalar_one()


def _context(account: str) -> str:
    return f"accounts:{account}:subject"


rotation.register(AccountRow, AccountRow.subject, lambda row: _context(row.id))
