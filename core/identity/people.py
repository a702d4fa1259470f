"""People and organisations by opaque ids: who exists, sealed and opened (身份)."""

import secrets

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.audit import service as audit
from core.context import Core
from core.database import Base
from core.identity.issuer import Claims
from core.identity.models import OrganisationRow, PersonRow
from core.vault import rotation


def person_id_for(core: Core, id_number: str) -> str:
    """The opaque id of the person with this identity number, made when new."""
    digest = core.parts.cipher.digest(id_number, "people.id_number")
    query = select(PersonRow.id).where(PersonRow.digest == digest)
    known = core.db.scalar(query)
    if known is not None:
        return known
    new = new_id("P")
    sealed = core.parts.cipher.seal(id_number, _person_context(new, "id_number"))
    row = PersonRow(id=new, digest=digest, id_number=sealed, created_at=core.now)
    if not added(core.db, row):
        return core.db.execute(query).scalar_one()
    audit.record(core, "identity.person_added", person=new, purpose="建立档案")
    return new


def organisation_id_for(core: Core, credit_code: str, name: str) -> str:
    """The opaque id of the organisation with this credit code, made when new."""
    digest = core.parts.cipher.digest(credit_code, "organisations.credit_code")
    query = select(OrganisationRow.id).where(OrganisationRow.digest == digest)
    known = core.db.scalar(query)
    if known is not None:
        return known
    new = new_id("O")
    sealed = core.parts.cipher.seal(name, _organisation_context(new))
    row = OrganisationRow(id=new, digest=digest, name=sealed, created_at=core.now)
    if not added(core.db, row):
        return core.db.execute(query).scalar_one()
    audit.record(core, "identity.organisation_added", subject=new, purpose="建立档案")
    return new


def person_signing_in(core: Core, claims: Claims) -> str:
    """The opaque id of who signs in, made when new; name and mobile as the issuer has them now."""
    person = person_id_for(core, claims.id_number)
    row = core.db.get_one(PersonRow, person, with_for_update=True)
    for field, value in (("name", claims.name), ("mobile", claims.mobile)):
        if value is not None and opened(core, row, field) != value:
            setattr(row, field, core.parts.cipher.seal(value, _person_context(person, field)))
    return person


def opened(core: Core, person: PersonRow, field: str) -> str | None:
    """A private field of a person, or None where it is not known."""
    sealed: str | None = getattr(person, field)
    if sealed is None:
        return None
    return core.parts.cipher.open(sealed, _person_context(person.id, field))


def added(db: Session, row: Base) -> bool:
    """Whether the row is new; another call may have added it meanwhile."""
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError:
        return False
    return True


def new_id(letter: str) -> str:
    """An opaque id with 80 random bits, such as P-0f3a…"""
    return f"{letter}-{secrets.token_hex(10)}"


def _person_context(person: str, field: str) -> str:
    return f"people:{person}:{field}"


def _organisation_context(organisation: str) -> str:
    return f"organisations:{organisation}:name"


def _register(field: str) -> None:
    column = getattr(PersonRow, field)
    rotation.register(PersonRow, column, lambda row: _person_context(row.id, field))


for _field in ("id_number", "name", "mobile"):
    _register(_field)
rotation.register(OrganisationRow, OrganisationRow.name, lambda row: _organisation_context(row.id))
