"""Looking into the registers for a match: with purpose and consent, on the record, at once."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from core.audit import service as audit
from core.context import Core
from core.identity import service as identity
from core.registers.base import Record, RegisterUnavailable
from core.registers.fields import RegisterName

PURPOSE = "政策匹配"
CHILDREN = 6
"""Children who are looked at, at most."""


@dataclass(frozen=True)
class Somebody:
    """Whose records are looked at, and by which consent. Private: never log it."""

    person: str
    id_number: str
    consent: str


@dataclass(frozen=True)
class Found:
    """What the registers said: None = no record, no entry = no answer."""

    records: dict[str, Record | None]


def look(
    core: Core, who: Somebody, wanted: Iterable[RegisterName], key: str | None = None
) -> Found:
    """Ask several registers at the same time, so that slow ones cost one waiting time together.
    `key`: a firm's name or code; else the identity number."""
    names = sorted(set(wanted))

    def ask(name: RegisterName) -> tuple[bool, Record | None]:
        try:
            return True, core.parts.registers.find(name, key or who.id_number)
        except RegisterUnavailable:
            return False, None

    with ThreadPoolExecutor(max(1, len(names))) as pool:
        answers = dict(zip(names, pool.map(ask, names), strict=True))
    for name, (answered, record) in answers.items():
        outcome = ("none" if record is None else "found") if answered else "unavailable"
        audit.record(
            core,
            "register.look_up",
            person=who.person,
            purpose=PURPOSE,
            detail={"register": name, "consent": who.consent, "outcome": outcome},
        )
    return Found({name: record for name, (answered, record) in answers.items() if answered})


def children_of(core: Core, who: Somebody, household: Record | None) -> list[Somebody]:
    """The minors in a person's own household record. Their parents agree for them
    (个人信息保护法第三十一条)."""
    minors = (household or {}).get("minors") or []
    numbers = [str(one["id_number"]) for one in minors[:CHILDREN] if one.get("id_number")]
    return [Somebody(identity.person_id_for(core, one), one, who.consent) for one in numbers]
