"""Signing in, who a session belongs to, and what people agreed to (身份)."""

import datetime as dt
import json
import logging
import secrets
from dataclasses import dataclass
from typing import cast

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from core.audit import service as audit
from core.context import Core
from core.contract import (
    ASSURANCE_ORDER,
    Assurance,
    SessionView,
    SignInComplete,
    SignInStart,
    SignInStarted,
)
from core.identity.consents import end_consent, record_consent, withdraw_consent
from core.identity.issuer import IssuerUnavailable, SignInRefused
from core.identity.models import PersonRow, SessionRow, SignInRow
from core.identity.people import opened, organisation_id_for, person_id_for, person_signing_in
from core.identity.personal import consents_of, data_of, forget_person, sessions_of
from core.vault import rotation
from core.vault import service as vault
from service.problems import ProblemError

__all__ = [
    "SignedIn",
    "complete_sign_in",
    "consents_of",
    "data_of",
    "end_consent",
    "forget_person",
    "organisation_id_for",
    "person_id_for",
    "person_of",
    "purge",
    "record_consent",
    "require",
    "sessions_of",
    "sign_out",
    "start_sign_in",
    "view",
    "withdraw_consent",
]

log = logging.getLogger("luoxiaozheng.core.identity")

SIGN_IN_LIVES = dt.timedelta(minutes=10)
LABELS: dict[Assurance, str] = {
    "anonymous": "不用登录",
    "phone": "手机号登录",
    "real_name": "实名登录",
    "face": "人脸核验登录",
}
SPENT = "这次登录的链接已经用过，或者超过了 10 分钟。请回到对话，重新点登录。"
UNAVAILABLE = "统一身份认证平台暂时没有回应。已填的内容都在，请过一会儿再登录。"
REFUSED = "统一身份认证平台的登录结果没有通过核对，这次没有登录。请回到对话，重新点登录。"


@dataclass(frozen=True)
class SignedIn:
    """A person with a sign-in in force. Holds private values: never log it."""

    id: str
    name: str
    id_number: str
    mobile: str | None
    assurance: Assurance
    expires_at: dt.datetime


@dataclass(frozen=True)
class _Pending:
    session: str
    wanted: Assurance
    verifier: str
    nonce: str
    redirect_uri: str


def start_sign_in(core: Core, start: SignInStart) -> SignInStarted:
    """Where to send the browser. A 503 problem while the issuer does not answer.

    State, nonce and verifier have 256 random bits each (RFC 7636, section 7.1).
    """
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    try:
        url = core.parts.issuer.authorize_url(
            redirect_uri=start.redirect_uri,
            state=state,
            nonce=nonce,
            verifier=verifier,
            wanted=start.wanted,
        )
    except IssuerUnavailable as error:
        raise _unavailable(error) from None
    digest = _state_digest(core, state)
    secret = json.dumps([verifier, nonce, start.redirect_uri])
    row = SignInRow(
        state_digest=digest,
        session=start.session,
        sealed=core.parts.cipher.seal(secret, _sign_in_context(digest)),
        wanted=start.wanted,
        expires_at=core.now + SIGN_IN_LIVES,
        used_at=None,
    )
    core.db.add(row)
    core.db.flush()
    return SignInStarted(authorize_url=url, state=state)


def complete_sign_in(core: Core, complete: SignInComplete) -> SessionView:
    """Sign the session of this state in. A 403 problem when anything does not fit, 503 while
    the issuer does not answer.

    Commits once before it asks the issuer: the state is spent whatever comes of it, and no
    other writer waits for the issuer.
    """
    _lock(core.db)
    pending = _spend(core, complete.state)
    core.db.commit()
    try:
        claims = core.parts.issuer.claims(
            code=complete.code,
            redirect_uri=pending.redirect_uri,
            verifier=pending.verifier,
            nonce=pending.nonce,
        )
    except IssuerUnavailable as error:
        raise _unavailable(error) from None
    except SignInRefused as error:
        log.warning("sign-in refused", extra={"reason": str(error)})
        raise ProblemError(403, REFUSED) from None
    if not _enough(claims.assurance, pending.wanted):
        raise ProblemError(403, _too_weak(claims.assurance, pending.wanted))
    _lock(core.db)
    person = person_signing_in(core, claims)
    _open_session(core, pending.session, person, claims.assurance)
    detail: dict[str, str | int | bool] = {"assurance": claims.assurance}
    audit.record(core, "identity.sign_in", person=person, purpose="登录", detail=detail)
    return view(core, pending.session)


def view(core: Core, session: str) -> SessionView:
    """Who a session belongs to; the name as a token."""
    person = person_of(core, session)
    if person is None:
        return SessionView(session=session, signed_in=False)
    return SessionView(
        session=session,
        signed_in=True,
        assurance=person.assurance,
        name=vault.tokenise(core, session, "NAME", person.name),
        expires_at=person.expires_at,
    )


def person_of(core: Core, session: str) -> SignedIn | None:
    """Who is signed in, or None: nobody, or too long ago."""
    found = core.db.execute(
        select(SessionRow, PersonRow)
        .join(PersonRow, PersonRow.id == SessionRow.person)
        .where(SessionRow.session == session, SessionRow.expires_at > core.now)
    ).one_or_none()
    if found is None:
        return None
    signed_in, person = found
    return SignedIn(
        id=person.id,
        name=opened(core, person, "name") or "",
        id_number=opened(core, person, "id_number") or "",
        mobile=opened(core, person, "mobile"),
        assurance=cast(Assurance, signed_in.assurance),
        expires_at=signed_in.expires_at,
    )


def require(core: Core, session: str, least: Assurance) -> SignedIn:
    """Who is signed in with at least this assurance; else a 403 problem that says what to do."""
    person = person_of(core, session)
    if person is None:
        raise ProblemError(403, "请先登录，再办这一步。已填的内容都在。")
    if not _enough(person.assurance, least):
        raise ProblemError(403, _too_weak(person.assurance, least))
    return person


def sign_out(core: Core, session: str) -> None:
    """End the sign-in of a session. Does nothing where there is none."""
    row = core.db.get(SessionRow, session)
    if row is not None:
        audit.record(core, "identity.sign_out", person=row.person, purpose="退出登录")
        core.db.delete(row)
        core.db.flush()


def purge(core: Core, dry_run: bool = False) -> int:
    """Delete sign-ins that were used or came to nothing, and sessions that ended; how many rows.

    With `dry_run` they are counted only.
    """
    total = 0
    spent = or_(SignInRow.expires_at <= core.now, SignInRow.used_at.is_not(None))
    for table, over in ((SignInRow, spent), (SessionRow, SessionRow.expires_at <= core.now)):
        total += core.db.scalar(select(func.count()).select_from(table).where(over)) or 0
        if not dry_run:
            core.db.execute(delete(table).where(over))
    return total


def _spend(core: Core, state: str) -> _Pending:
    """Use a state up; a 403 problem when it is unknown, used or too old."""
    digest = _state_digest(core, state)
    row = core.db.execute(
        update(SignInRow)
        .where(
            SignInRow.state_digest == digest,
            SignInRow.used_at.is_(None),
            SignInRow.expires_at > core.now,
        )
        .values(used_at=core.now)
        .returning(SignInRow.session, SignInRow.wanted, SignInRow.sealed)
    ).one_or_none()
    if row is None:
        raise ProblemError(403, SPENT)
    secret = core.parts.cipher.open(row.sealed, _sign_in_context(digest))
    verifier, nonce, redirect_uri = json.loads(secret)
    return _Pending(row.session, cast(Assurance, row.wanted), verifier, nonce, redirect_uri)


def _open_session(core: Core, session: str, person: str, assurance: Assurance) -> None:
    hours = core.parts.settings.sign_in_hours
    row = SessionRow(
        session=session,
        person=person,
        assurance=assurance,
        signed_in_at=core.now,
        expires_at=core.now + dt.timedelta(hours=hours),
    )
    core.db.merge(row)
    core.db.flush()


def _lock(db: Session) -> None:
    """Begin a transaction that writes: on SQLite with its write lock, so that writers queue."""
    if db.get_bind().dialect.name == "sqlite" and not db.in_transaction():
        db.connection(execution_options={"sqlite_begin": "IMMEDIATE"})


def _state_digest(core: Core, state: str) -> str:
    return core.parts.cipher.digest(state, "sign_ins.state")


def _enough(assurance: Assurance, least: Assurance) -> bool:
    return ASSURANCE_ORDER.index(assurance) >= ASSURANCE_ORDER.index(least)


def _too_weak(assurance: Assurance, least: Assurance) -> str:
    return (
        f"这件事需要{LABELS[least]}，这次是{LABELS[assurance]}，还不够。"
        "请重新登录，并选更高一级的核验方式。"
    )


def _unavailable(error: IssuerUnavailable) -> ProblemError:
    log.warning("issuer unavailable", extra={"reason": str(error)})
    return ProblemError(503, UNAVAILABLE, {"Retry-After": "30"})


def _sign_in_context(state_digest: str) -> str:
    return f"sign_ins:{state_digest}"


rotation.register(SignInRow, SignInRow.sealed, lambda row: _sign_in_context(row.state_digest))
