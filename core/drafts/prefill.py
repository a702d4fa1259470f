"""What a draft need not ask: from the sign-in, and from registers of who it is for."""

from typing import Any

from core.context import Core
from core.drafts.state import Draft, LookedUp
from core.identity import service as identity
from core.identity.service import SignedIn
from core.items.definition import FieldDefinition
from core.registers import service as registers
from core.registers.base import Record, RegisterUnavailable
from core.registers.family import is_kin
from core.registers.fields import RegisterName
from text.fields import parse, parse_choice


def prefill(core: Core, draft: Draft) -> None:
    """Fill what is known. Each register is looked up once for each person (or firm); one that
    gives no answer leaves its fields to be asked. Corrections (补正) are never prefilled."""
    if draft.person is None or draft.row.correcting or draft.row.state != "open":
        return
    _from_sign_in(draft, draft.person)
    if not _settled(draft):
        return
    records = _look_up(core, draft)
    if records:
        _from_registers(draft, draft.person, records)
        draft.keep_registers()


def beneficiary(draft: Draft) -> str | None:
    """The identity number of who it is for, as far as it is known."""
    if draft.relation != "self":
        return draft.values.get("beneficiary_id")
    return draft.person.id_number if draft.person else None


def _from_sign_in(draft: Draft, person: SignedIn) -> None:
    for field in draft.definition.fields:
        root, _, key = (field.prefill or "").partition(".")
        if root != "person":
            continue
        value = getattr(person, key, None)
        known = draft.answers.get(field.id)
        proves = key in ("name", "id_number")
        if value and (known is None or (proves and known.source != "sign_in")):
            draft.put(field.id, value, "sign_in")


def _settled(draft: Draft) -> bool:
    """Is it known for whom, and agreed to? Before that nothing is looked up."""
    if "for_whom" not in draft.values and len(draft.definition.for_whom) > 1:
        return False
    if draft.relation == "self":
        return True
    named = {"beneficiary_name", "beneficiary_id"} <= draft.values.keys()
    return named and draft.values.get("acting_consent") == "yes"


def _wanted(draft: Draft) -> list[RegisterName]:
    """The registers that a prefill or a licence of this matter needs."""
    names = {
        field.prefill.split(".")[1]
        for field in draft.definition.fields
        if field.prefill and field.prefill.startswith("register.")
    }
    names |= {paper.licence for paper in draft.definition.materials if paper.licence}
    return [name for name in draft.definition.registers if name in names]


def _key(draft: Draft, register: RegisterName) -> str | None:
    if register != "business":
        return beneficiary(draft)
    for kind in ("credit_code", "company_name"):
        for field in draft.definition.fields:
            if field.type == kind and field.id in draft.values:
                return draft.values[field.id]
    return None


def _look_up(core: Core, draft: Draft) -> dict[RegisterName, Record | None]:
    """Look into the registers whose key is new. What came from a former key is forgotten."""
    due: dict[RegisterName, str] = {}
    for name in _wanted(draft):
        key = _key(draft, name)
        digest = core.parts.cipher.digest(key or "", "drafts.register_key")
        known = draft.registers.get(name)
        if known is not None and known.key != digest:
            _forget(draft, name)
        if key is not None and (known is None or known.key != digest):
            draft.registers[name] = LookedUp(digest, False)
            due[name] = key
    if not due or not _is_known(core, draft):
        return dict.fromkeys(due)
    return {name: _ask(core, draft, name, key) for name, key in due.items()}


def _ask(core: Core, draft: Draft, name: RegisterName, key: str) -> Record | None:
    about = beneficiary(draft)
    try:
        found = registers.look_up(
            core,
            name,
            key,
            person=identity.person_id_for(core, about) if about else None,
            purpose=f"填写「{draft.definition.title}」",
            consent=draft.row.consent,
        )
    except RegisterUnavailable:
        return None
    draft.registers[name].record = found is not None
    return found


def _is_known(core: Core, draft: Draft) -> bool:
    """Who acts for another knows at least their name as it is on record."""
    if draft.relation == "self" or "population" not in draft.definition.registers:
        return True
    try:
        found = registers.look_up(
            core,
            "population",
            draft.values["beneficiary_id"],
            person=identity.person_id_for(core, draft.values["beneficiary_id"]),
            purpose=f"核对「{draft.definition.title}」的代办关系",
            consent=draft.row.consent,
        )
    except RegisterUnavailable:
        return False
    return found is not None and found.get("name") == draft.values["beneficiary_name"]


def _is_family(core: Core, draft: Draft, person: SignedIn) -> bool:
    """Is the beneficiary in the applicant's own records? Only then are values of theirs shown:
    knowing a stranger's number must not open their data."""
    other = beneficiary(draft) or ""
    purpose = f"核对「{draft.definition.title}」的代办关系"
    return is_kin(core, person, draft.relation, other, purpose, draft.row.consent)


def _from_registers(
    draft: Draft, person: SignedIn, records: dict[RegisterName, Record | None]
) -> None:
    """Fill what is missing from records of their own: of a firm too, only where it is theirs."""
    found: dict[str, Record] = {name: record for name, record in records.items() if record}
    if found.get("business", {}).get("legal_person_id") != person.id_number:
        found.pop("business", None)
    fields = [
        field
        for field in draft.definition.fields
        if field.id not in draft.answers
        and (field.prefill or "").startswith("register.")
        and (field.prefill or "").split(".")[1] in found
    ]
    if not fields or not _is_family(draft.core, draft, person):
        return
    for field in fields:
        _, name, key = (field.prefill or "").split(".")
        value = _as_answer(field, found[name].get(key))
        if value is not None:
            draft.put(field.id, value, "register")


def _as_answer(field: FieldDefinition, value: Any) -> str | None:
    """A record's value as an answer to this field; None where it is none."""
    if value is None or isinstance(value, list | dict):
        return None
    if field.type == "choice":
        options = [(one.value, [one.value, one.label, *one.also]) for one in field.options]
        return parse_choice(options, str(value))
    if isinstance(value, bool):
        return ("yes" if value else "no") if field.type == "yes_no" else None
    said = str(value)
    if field.type in ("address", "text", "name", "company_name"):
        return said
    return parse(field.type, said)


def _forget(draft: Draft, register: RegisterName) -> None:
    for field in draft.definition.fields:
        answer = draft.answers.get(field.id)
        if (
            answer
            and answer.source == "register"
            and f"register.{register}." in (field.prefill or "")
        ):
            draft.drop(field.id)
