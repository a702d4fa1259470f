"""Signing in, who a session belongs to, and what people agreed to (身份)."""

import datetime as dt
import json
import logging
import secrets
from dataclasses import dataclass
from typing import cast

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.audit import service as audit
from core.context import Core
from core.contract import (
    Assurance,
    SessionView,
    SignInComplete,
    SignInStart,
    SignInStarted,
)
from core.identity.accounts import account_of, hold
from core.identity.bindings import bind, binding, renew, unbind
from core.identity.consents import end_consent, record_consent, withdraw_consent
from core.identity.issuer import IssuerUnavailable, SignInRefused
from core.identity.models import SignInRow
from core.identity.people import organisation_id_for, person_id_for, person_signing_in
from core.identity.personal import consents_of, data_of, forget_person, sessions_of
from core.identity.purging import purge
from core.identity.sessions import (
    SignedIn,
    enough,
    open_session,
    person_of,
    require,
    sign_out,
    too_weak,
    view,
)
from core.vault import rotation
from service.problems import ProblemError

__all__ = [
    "SignedIn",
    "account_of",
    "bind",
    "binding",
    "complete_sign_in",
    "consents_of",
    "data_of",
    "end_consent",
    "forget_person",
    "hold",
    "organisation_id_for",
    "person_id_for",
    "person_of",
    "purge",
    "record_consent",
    "renew",
    "require",
    "sessions_of",
    "sign_out",
    "start_sign_in",
    "unbind",
    "view",
    "withdraw_consent",
]

log = logging.getLogger("luoxiaozheng.core.identity")

SIGN_IN_LIVES = dt.timedelta(minutes=10)
SPENT = "这次登录的链接已经用过，或者超过了 10 分钟。请回到对话，重新点登录。"
UNAVAILABLE = "统一身份认证平台暂时没有回应。已填的内容都在，请过一会儿再登录。"
REFUSED = "统一身份认证平台的登录结果没有通过核对，这次没有登录。请回到对话，重新点登录。"


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
    if not enough(claims.assurance, pending.wanted):
        raise ProblemError(403, too_weak(claims.assurance, pending.wanted))
    _lock(core.db)
    person = person_signing_in(core, claims)
    hours = core.parts.settings.sign_in_hours
    open_session(core, pending.session, person, claims.assurance, hours)
    detail: dict[str, str | int | bool] = {"assurance": claims.assurance}
    audit.record(core, "identity.sign_in", person=person, purpose="登录", detail=detail)
    return view(core, pending.session)


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


def _lock(db: Session) -> None:
    """Begin a transaction that writes: on SQLite with its write lock, so that writers queue."""
    if db.get_bind().dialect.name == "sqlite" and not db.in_transaction():
        db.connection(execution_options={"sqlite_begin": "IMMEDIATE"})


def _state_digest(core: Core, state: str) -> str:
    return core.parts.cipher.digest(state, "sign_ins.state")


def _unavailable(error: IssuerUnavailable) -> ProblemError:
    log.warning("issuer unavailable", extra={"reason": str(error)})
    return ProblemError(503, UNAVAILABLE, {"Retry-After": "30"})


def _sign_in_context(state_digest: str) -> str:
    return f"sign_ins:{state_digest}"


rotation.register(SignInRow, SignInRow.sealed, lambda row: _sign_in_context(row.state_digest))
