"""Made-up people of the sandbox registers, one after another for each role.

No two conversations get the same person, so that no application is a duplicate of another's.
"""

import datetime as dt
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from core.items.wording import yuan
from core.payments import sandbox_notices
from sandbox.registers.generator import Registers, generate
from sandbox.registers.people import SHOWCASE
from tests.stack import Stack
from text.value_checks import luhn

Records = dict[str, dict[str, Any] | None]
"""A person's records by register, and `mother`: the population record of hers."""


@dataclass(frozen=True)
class Someone:
    """Who signs in. `words`: what a test may write in braces."""

    id_number: str
    words: dict[str, str]


def _age(records: Records) -> int:
    person = records["population"] or {}
    born = dt.date.fromisoformat(person["birth_date"])
    today = dt.date.today()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _at(records: Records, register: str, key: str) -> Any:
    return (records[register] or {}).get(key)


def _in_luohu(records: Records) -> bool:
    return bool(_at(records, "household", "district") == "罗湖区")


ROLES: dict[str, Callable[[Records], bool]] = {
    "anybody": lambda r: 30 <= _age(r) <= 50,
    "elder": lambda r: 71 <= _age(r) <= 99 and _in_luohu(r),
    "elder elsewhere": lambda r: _age(r) >= 71 and _at(r, "household", "city") != "深圳市",
    "child of an elder": lambda r: 30 <= _age(r) <= 60 and _old_mother_in_luohu(r),
    "graduate": lambda r: (
        _at(r, "education", "degree") in {"本科", "硕士"}
        and bool(_at(r, "education", "full_time"))
        and (_at(r, "education", "graduated_on") or "") >= "2025-01-01"
        and bool(_at(r, "social_security", "insured"))
        and _at(r, "household", "city") != "深圳市"
    ),
    "graduate of long ago": lambda r: (
        25 <= _age(r) <= 40
        and "2010" < (_at(r, "education", "graduated_on") or "9") < "2023-12-31"
        and _at(r, "household", "city") != "深圳市"
    ),
    "bachelor": lambda r: (
        _at(r, "education", "degree") == "本科"
        and 25 <= _age(r) <= 40
        and bool(_at(r, "social_security", "insured"))
        and _at(r, "household", "city") != "深圳市"
    ),
    "founder": lambda r: 25 <= _age(r) <= 45,
    "resident": lambda r: 25 <= _age(r) <= 45 and _at(r, "household", "city") != "深圳市",
    "parent": lambda r: _in_luohu(r) and bool(_young_child(r)),
    "unemployed": lambda r: (
        25 <= _age(r) <= 45
        and _at(r, "social_security", "insured") is False
        and _at(r, "social_security", "unemployed_registered") is False
        and _at(r, "social_security", "pension") is False
        and _at(r, "household", "city") == "深圳市"
    ),
    "pensioner": lambda r: (
        bool(_at(r, "social_security", "pension"))
        and (_at(r, "social_security", "pension_verified_on") or "9") < "2026-09-01"
    ),
    "uninsured": lambda r: (
        25 <= _age(r) <= 45
        and _at(r, "social_security", "insured") is False
        and _at(r, "social_security", "pension") is False
        and _at(r, "household", "city") == "深圳市"
    ),
}


def _old_mother_in_luohu(records: Records) -> bool:
    mother = records["mother"]
    old = mother is not None and mother["alive"] and mother["birth_date"] < "1956-01-01"
    return old and _in_luohu(records)


def _young_child(records: Records) -> dict[str, Any] | None:
    children = _at(records, "household", "minors") or []
    young = [child for child in children if child["birth_date"] >= "2024-01-01"]
    return young[0] if young else None


def _others(records: Records) -> set[str]:
    """Whom this person may apply for: another must not have done so."""
    found = (records["mother"], _young_child(records))
    return {one["id_number"] for one in found if one is not None}


class People:
    """Hands people out. One for all conversations of a run; safe between threads."""

    def __init__(self) -> None:
        self._registers = generate()
        self._named = {person.name: person.id_number for person in SHOWCASE}
        used = set(self._named.values())
        self._rest = [n for n in self._registers["population"] if n not in used]
        self._queues: dict[str, Iterator[str]] = {}
        self._taken: set[str] = set()
        self._bills = list(sandbox_notices.generate().values())
        self._lock = threading.Lock()

    def pick(self, role: str) -> Someone:
        """A person of the showcase by name, or the next that suits a role."""
        with self._lock:
            id_number = self._named.get(role) or self._next(role)
        return self._someone(id_number)

    def bill(self, state: str) -> dict[str, str]:
        """A payment notice of the sandbox in a state; an open one is handed out once."""
        with self._lock:
            notice = next(one for one in self._bills if one.state == state)
            if state == "open":
                self._bills.remove(notice)
        told = {"notice": notice.number, "unit": notice.unit_code, "what": notice.what}
        return told | {"amount": yuan(notice.amount_fen), "payer": f"{notice.payer[0]}*"}

    def _next(self, role: str) -> str:
        suits = ROLES[role]
        queue = self._queues.setdefault(role, iter(self._rest))
        for id_number in queue:
            records = _records(self._registers, id_number)
            alive = (records["population"] or {}).get("alive")
            concerned = {id_number, *_others(records)}
            if alive and suits(records) and not concerned & self._taken:
                self._taken |= concerned
                return id_number
        raise LookupError(f"nobody left for the role {role!r}")

    def _someone(self, id_number: str) -> Someone:
        records = _records(self._registers, id_number)
        person, mother = records["population"] or {}, records["mother"] or {}
        child = _young_child(records) or {}
        words = {
            "name": person["name"],
            "id_number": id_number,
            "id_tail": id_number[-4:],
            "mobile": person["mobile"] or "",
            "mobile_tail": (person["mobile"] or "")[-4:],
            "mother_name": mother.get("name", ""),
            "mother_id": mother.get("id_number", ""),
            "child_name": child.get("name", ""),
            "child_id": child.get("id_number", ""),
            "address": _at(records, "household", "address") or "",
            "bank_card": bank_card(id_number),
        }
        return Someone(id_number, words)


def people_of(stack: Stack) -> People:
    """The one People of a stack: all its tests share the database, so all share who is left."""
    if stack.people is None:
        stack.people = People()
    found: People = stack.people
    return found


def _records(registers: Registers, id_number: str) -> Records:
    records: Records = {name: of.get(id_number) for name, of in registers.items()}
    members = (records["household"] or {}).get("members") or []
    mothers = [one["id_number"] for one in members if one["relation"] == "母"]
    records["mother"] = registers["population"].get(mothers[0]) if mothers else None
    return records


def bank_card(seed: str) -> str:
    """A made-up bank card number with a correct check digit (ISO/IEC 7812-1)."""
    rng = random.Random(seed)
    body = "622888" + "".join(rng.choice("0123456789") for _ in range(12))
    return next(body + digit for digit in "0123456789" if luhn(body + digit))
