"""A made-up person among their family."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sandbox.registers.numbers import born_on, is_male
from sandbox.registers.people import REFERENCE, Person

Record = dict[str, Any]


@dataclass(frozen=True)
class Home:
    """Where a household is registered (户口)."""

    city: str
    district: str
    street: str
    address: str


@dataclass(eq=False)
class Resident:
    """A person, their home and family. `given`: records that are not left to chance."""

    person: Person
    home: Home
    father: Resident | None = None
    mother: Resident | None = None
    spouse: Resident | None = None
    children: list[Resident] = field(default_factory=list)
    marriage: str = "未婚"
    wed_on: dt.date | None = None
    """When `marriage` was registered; a divorce counts like a wedding."""
    given: dict[str, Record | None] = field(default_factory=dict)

    @property
    def id_number(self) -> str:
        return self.person.id_number

    @property
    def male(self) -> bool:
        return is_male(self.id_number)

    @property
    def born(self) -> dt.date:
        return born_on(self.id_number)

    @property
    def age(self) -> int:
        """Whole years on REFERENCE."""
        return age_on(REFERENCE, self.born)


def age_on(day: dt.date, born: dt.date) -> int:
    """Whole years; a year is full on the birthday."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def wed(one: Resident, other: Resident, day: dt.date) -> None:
    for a, b in ((one, other), (other, one)):
        a.spouse, a.marriage, a.wed_on = b, "已婚", day


def part(one: Resident, how: str, day: dt.date | None) -> None:
    """`how`: 离异 or 丧偶. Ends a marriage on the side of `one`."""
    one.spouse, one.marriage, one.wed_on = None, how, day


def bear(child: Resident, father: Resident | None, mother: Resident | None) -> None:
    child.father, child.mother = father, mother
    for parent in (father, mother):
        if parent is not None:
            parent.children.append(child)


def members(one: Resident) -> list[Record]:
    """The living parents, spouse and children registered in the same household."""
    related = [
        ("父", one.father),
        ("母", one.mother),
        ("配偶", one.spouse),
        *(("子" if child.male else "女", child) for child in one.children),
    ]
    return [
        {"relation": relation, "id_number": other.id_number}
        for relation, other in related
        if other is not None and other.person.alive and other.home == one.home
    ]


def minors(one: Resident) -> list[Record]:
    """Their children under 18."""
    return [
        {
            "name": child.person.name,
            "id_number": child.id_number,
            "birth_date": child.born.isoformat(),
        }
        for child in one.children
        if child.age < 18
    ]
