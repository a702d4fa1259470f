"""Who a session belongs to, how sure that is, and for how long (身份)."""

import datetime as dt
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select

from core.audit import service as audit
from core.context import Core
from core.contract import ASSURANCE_ORDER, Assurance, SessionView
from core.identity.models import PersonRow, SessionRow
from core.identity.people import opened
from core.vault import service as vault
from service.problems import ProblemError

LABELS: dict[Assurance, str] = {
    "anonymous": "不用登录",
    "phone": "手机号登录",
    "real_name": "实名登录",
    "face": "人脸核验登录",
}


@dataclass(frozen=True)
class SignedIn:
    """A person with a sign-in in force. Holds private values: never log it."""

    id: str
    name: str
    id_number: str
    mobile: str | None
    assurance: Assurance
    expires_at: dt.datetime


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
    if not enough(person.assurance, least):
        raise ProblemError(403, too_weak(person.assurance, least))
    return person


def sign_out(core: Core, session: str) -> None:
    """End the sign-in of a session. Does nothing where there is none."""
    row = core.db.get(SessionRow, session)
    if row is not None:
        audit.record(core, "identity.sign_out", person=row.person, purpose="退出登录")
        core.db.delete(row)
        core.db.flush()


def open_session(core: Core, session: str, person: str, assurance: Assurance, hours: float) -> None:
    """Sign a session in as a person, for so many hours."""
    row = SessionRow(
        session=session,
        person=person,
        assurance=assurance,
        signed_in_at=core.now,
        expires_at=core.now + dt.timedelta(hours=hours),
    )
    core.db.merge(row)
    core.db.flush()


def enough(assurance: Assurance, least: Assurance) -> bool:
    """Whether a sign-in is as sure as what is needed."""
    return ASSURANCE_ORDER.index(assurance) >= ASSURANCE_ORDER.index(least)


def too_weak(assurance: Assurance, least: Assurance) -> str:
    """What to tell who signed in with less than what is needed."""
    return (
        f"这件事需要{LABELS[least]}，这次是{LABELS[assurance]}，还不够。"
        "请重新登录，并选更高一级的核验方式。"
    )
