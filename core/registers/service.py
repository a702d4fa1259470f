"""Looking something up in a register, on the record."""

from core.audit import service as audit
from core.context import Core
from core.registers.base import Record
from core.registers.fields import RegisterName


def look_up(
    core: Core,
    register: RegisterName,
    key: str,
    *,
    person: str | None,
    purpose: str,
    consent: str | None,
) -> Record | None:
    """The record of an identity number (or of a credit code or name of a firm), or None.

    `person`: opaque id of whom the record is about. `purpose` and `consent` (its id) are audited
    together with what came of it, never the key or the values. Raises RegisterUnavailable after
    the time of the settings or on an error of the other side, audited as well.
    """
    outcome = "unavailable"
    try:
        record = core.parts.registers.find(register, key)
        outcome = "none" if record is None else "found"
        return record
    finally:
        audit.record(
            core,
            "register.look_up",
            person=person,
            purpose=purpose,
            detail={"register": register, "consent": consent or "", "outcome": outcome},
        )
