"""Who is family of whom, as the applicant's own records say."""

from core.context import Core
from core.identity.service import SignedIn
from core.registers import service as registers
from core.registers.base import Record, RegisterUnavailable
from core.registers.fields import RegisterName

KIN = {
    "parent": frozenset({"父", "母"}),
    "child": frozenset({"子", "女"}),
    "spouse": frozenset({"配偶"}),
}
"""What the household register calls the relation in which one applies for another."""


def is_kin(
    core: Core, person: SignedIn, relation: str, other: str, purpose: str, consent: str | None
) -> bool:
    """Is the holder of the identity number `other` in this relation to who is signed in? Only the
    person's own records are looked at; a register that gives no answer proves nothing."""
    if relation == "self":
        return other == person.id_number
    sources: tuple[RegisterName, ...] = ("household", "marriage")
    for name in sources:
        try:
            own = registers.look_up(
                core, name, person.id_number, person=person.id, purpose=purpose, consent=consent
            )
        except RegisterUnavailable:
            continue
        if own is not None and (relation, other) in _kin_in(own):
            return True
    return False


def _kin_in(record: Record) -> set[tuple[str, str]]:
    """Relation and identity number of everybody in a household or marriage record."""
    found = {("child", one["id_number"]) for one in record.get("minors") or []}
    for one in record.get("members") or []:
        found |= {(kin, one["id_number"]) for kin, said in KIN.items() if one["relation"] in said}
    if spouse := record.get("spouse_id_number"):
        found.add(("spouse", spouse))
    return found
