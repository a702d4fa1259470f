"""The seven registers, full. The same seed gives the same registers, to the byte."""

import random

from sandbox.registers.families import Families
from sandbox.registers.firms import found_firms
from sandbox.registers.numbers import Numbers
from sandbox.registers.records import Records
from sandbox.registers.residents import Record, Resident
from sandbox.registers.showcase import settle

SEED = 20261122
PERSONS = 5200
FIRMS = 520
NAMES = (
    "population",
    "household",
    "education",
    "social_security",
    "marriage",
    "disability",
    "business",
)

Registers = dict[str, dict[str, Record]]
"""Register to key to record. Key: identity number; in business the credit code."""


def generate(seed: int = SEED, persons: int = PERSONS, firms: int = FIRMS) -> Registers:
    """PERSONS residents, the named ones first, and FIRMS firms."""
    rng = random.Random(seed)  # noqa: S311  nothing here is secret
    numbers = Numbers(rng)
    residents = settle(rng)
    named = len(residents)
    families = Families(rng, numbers)
    while len(residents) < persons:
        residents += families.family(most=persons - len(residents))
    owners = [one for one in residents[named:] if _may_own(one)]
    founded = found_firms(rng, numbers, owners, firms)
    employers = [firm["name"] for firm in founded if firm["state"] == "存续"]
    registers: Registers = {name: {} for name in NAMES}
    records = Records(rng, employers)
    for resident in residents:
        for name, record in records.of(resident).items():
            registers[name][resident.id_number] = record
    registers["business"] = {firm["credit_code"]: firm for firm in founded}
    return registers


def _may_own(one: Resident) -> bool:
    return one.person.alive and 36 <= one.age <= 65
