"""Who comes: name and mobile, asked for or known from the sign-in; sealed at rest."""

import hmac
import json
import unicodedata
from dataclasses import dataclass

from core.appointments.models import BookingRow
from core.context import Core
from core.contract import BookingCreate
from core.identity import service as identity
from core.vault import rotation
from core.vault import service as vault
from service.problems import ProblemError
from text import fields

TAIL = 4
_NOBODY = "0" * 64


@dataclass(frozen=True)
class Contact:
    """Private: never log it."""

    name: str
    mobile: str
    person: str | None


def contact_of(core: Core, create: BookingCreate) -> Contact:
    """Name and mobile of a booking; a 422 problem that asks for what is missing."""
    person = identity.person_of(core, create.session)
    name = _said(core, create.session, create.name, "name") or (person.name if person else "")
    mobile = _said(core, create.session, create.mobile, "mobile") or (
        person.mobile if person else None
    )
    if not name:
        raise ProblemError(422, "还差您的姓名。时间还没有占下，请告诉我怎么称呼您。")
    if not mobile:
        raise ProblemError(422, "还差您的手机号，改约和查询都要用它。请告诉我 11 位手机号。")
    return Contact(name, mobile, person.id if person else None)


def _said(core: Core, session: str, given: str | None, kind: str) -> str | None:
    """What a token or words hold of a kind, or None where nothing was given. A 422 problem where
    it cannot be read."""
    if not (given or "").strip():
        return None
    text = vault.open_text(core, session, given or "", "预约")
    value = fields.parse(kind, text)
    if value is None:
        called = {"name": "姓名", "mobile": "手机号"}[kind]
        raise ProblemError(422, f"没有看懂您的{called}，请再说一遍。时间还没有占下。")
    return value


def mobile_digest(core: Core, mobile: str) -> str:
    """By it bookings of one mobile are found."""
    return core.parts.cipher.digest(mobile, "bookings.mobile")


def set_contact(core: Core, row: BookingRow, contact: Contact) -> None:
    """Put who comes into a row that has its number."""
    said = json.dumps({"name": contact.name, "mobile": contact.mobile}, ensure_ascii=False)
    row.person = contact.person
    row.sealed_contact = core.parts.cipher.seal(said, _context(row))
    row.mobile = mobile_digest(core, contact.mobile)
    row.mobile_tail = _tail_digest(core, row.number, contact.mobile)


def open_contact(core: Core, row: BookingRow) -> Contact | None:
    """Who comes; None where it was forgotten. The caller audits."""
    if row.sealed_contact is None:
        return None
    kept = json.loads(core.parts.cipher.open(row.sealed_contact, _context(row)))
    return Contact(kept["name"], kept["mobile"], row.person)


def proven(core: Core, row: BookingRow | None, number: str, text: str) -> bool:
    """Whether a text ends like the mobile. As much work for a booking that there is not."""
    given = _tail_digest(core, number, text)
    same = hmac.compare_digest(given, (row.mobile_tail if row else None) or _NOBODY)
    return len(_tail(text)) == TAIL and same


def _tail(text: str) -> str:
    tidy = unicodedata.normalize("NFKC", text)
    return "".join(one for one in tidy if one.isascii() and one.isdigit())[-TAIL:]


def _tail_digest(core: Core, number: str, text: str) -> str:
    return core.parts.cipher.digest(_tail(text), f"bookings.tail:{number}")


def _context(row: BookingRow) -> str:
    return f"bookings.contact:{row.number}"


rotation.register(BookingRow, BookingRow.sealed_contact, _context)
