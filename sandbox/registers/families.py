"""Families by chance: who lives together, how old they are and how they are related."""

import datetime as dt
import random
from collections.abc import Callable

from sandbox.registers import words
from sandbox.registers.numbers import Numbers
from sandbox.registers.people import REFERENCE, Person
from sandbox.registers.residents import Home, Resident, bear, part, wed

YEAR = 365.25


class Families:
    """Draws one family after another; each shares a home."""

    def __init__(self, rng: random.Random, numbers: Numbers) -> None:
        self._rng = rng
        self._numbers = numbers
        self._kinds: list[Callable[[], list[Resident]]] = [
            self._single,
            self._couple,
            self._elders,
            self._single_parent,
            self._parents,
            self._three_generations,
        ]

    def family(self, most: int) -> list[Resident]:
        """One family of at most `most` persons."""
        found = self._rng.choices(self._kinds, weights=(24, 14, 16, 6, 28, 12))[0]()
        return found if len(found) <= most else self._single()

    def _single(self) -> list[Resident]:
        return [self._resident(self._home(), self._born(20, 45), self._rng.random() < 0.5)]

    def _couple(self) -> list[Resident]:
        return list(self._spouses(self._home(), self._rng.uniform(25, 60)))

    def _elders(self) -> list[Resident]:
        husband, wife = self._spouses(self._home(), self._rng.uniform(60, 94))
        if self._rng.random() < 0.3:
            self._bury(self._rng.choice((husband, wife)))
        return [husband, wife]

    def _single_parent(self) -> list[Resident]:
        parent = self._resident(self._home(), self._born(30, 50), self._rng.random() < 0.3)
        children = self._children(parent.person.name[0], parent.home, parent.age, 1)
        for child in children:
            bear(child, *((parent, None) if parent.male else (None, parent)))
        part(parent, "离异", self._between(children[0].born, REFERENCE))
        return [parent, *children]

    def _parents(self) -> list[Resident]:
        father, mother = self._spouses(self._home(), self._rng.uniform(26, 55))
        return [father, mother, *self._offspring(father, mother)]

    def _three_generations(self) -> list[Resident]:
        father, mother = self._spouses(self._home(), self._rng.uniform(26, 50))
        side = self._rng.choice((father, mother))
        grandfather, grandmother = self._spouses(
            side.home, side.age + self._rng.uniform(23, 33), side.person.name[0]
        )
        self._bear_in_wedlock([side], grandfather, grandmother)
        if self._rng.random() < 0.35:
            self._bury(self._rng.choice((grandfather, grandmother)))
        return [grandfather, grandmother, father, mother, *self._offspring(father, mother)]

    def _offspring(self, father: Resident, mother: Resident) -> list[Resident]:
        """One to three children."""
        count = self._rng.choices((1, 2, 3), weights=(50, 40, 10))[0]
        children = self._children(father.person.name[0], mother.home, mother.age, count)
        self._bear_in_wedlock(children, father, mother)
        return children

    def _bear_in_wedlock(
        self, children: list[Resident], father: Resident, mother: Resident
    ) -> None:
        """A wedding that would have come after the first child is moved before it."""
        for child in children:
            bear(child, father, mother)
        latest = min(child.born for child in children) - dt.timedelta(days=200)
        wed(father, mother, min(father.wed_on or latest, latest))

    def _children(self, surname: str, home: Home, age: int, count: int) -> list[Resident]:
        """Born when a parent of `age` years was 23 to 39, the eldest first."""
        oldest, youngest = age - 24.0, max(0.1, age - 38.0)
        ages = {round(self._rng.uniform(min(youngest, oldest), oldest)) for _ in range(count)}
        return [
            self._resident(
                home,
                self._born(max(0.1, years - 0.4), years + 0.4),
                self._rng.random() < 0.52,
                surname,
            )
            for years in sorted(ages, reverse=True)
        ]

    def _spouses(
        self, home: Home, age: float, surname: str | None = None
    ) -> tuple[Resident, Resident]:
        """Husband and wife; the wife about `age` years old, the husband up to five more."""
        wife = self._resident(home, self._born(age, age + 0.9), male=False)
        older = dt.timedelta(days=self._rng.randrange(0, 5 * 365))
        husband = self._resident(home, wife.born - older, male=True, surname=surname)
        adult = wife.born + dt.timedelta(days=int(22 * YEAR))
        wed(husband, wife, self._between(adult, min(REFERENCE, adult + dt.timedelta(days=3000))))
        return husband, wife

    def _bury(self, one: Resident) -> None:
        widowed = one.spouse
        one.person = Person(one.person.name, one.id_number, alive=False)
        if widowed is not None:
            part(widowed, "丧偶", widowed.wed_on)

    def _resident(
        self, home: Home, born: dt.date, male: bool, surname: str | None = None
    ) -> Resident:
        surname = surname or self._rng.choice(words.SURNAMES)
        mobile = self._numbers.mobile() if born.year <= REFERENCE.year - 12 else None
        name = surname + self._given_name(born, male)
        return Resident(Person(name, self._numbers.id_number(born, male), mobile), home)

    def _given_name(self, born: dt.date, male: bool) -> str:
        if born.year < 1965:
            return self._rng.choice(words.ELDER_MEN if male else words.ELDER_WOMEN)
        first, second = (
            (words.FIRST_MEN, words.SECOND_MEN) if male else (words.FIRST_WOMEN, words.SECOND_WOMEN)
        )
        first_character = self._rng.choice(first) if self._rng.random() < 0.85 else ""
        return first_character + self._rng.choice(second)

    def _home(self) -> Home:
        where = self._rng.choices(("luohu", "shenzhen", "elsewhere"), weights=(46, 24, 30))[0]
        if where == "luohu":
            return new_home(self._rng, words.LUOHU)
        return new_home(
            self._rng, self._rng.choice(words.SHENZHEN if where == "shenzhen" else words.ELSEWHERE)
        )

    def _born(self, least: float, most: float) -> dt.date:
        """The birthday of someone of `least` to `most` years on REFERENCE."""
        days = self._rng.uniform(least * YEAR, most * YEAR)
        return REFERENCE - dt.timedelta(days=int(days))

    def _between(self, first: dt.date, last: dt.date) -> dt.date:
        return first + dt.timedelta(days=self._rng.randrange(0, max(1, (last - first).days)))


def new_home(rng: random.Random, place: tuple[str, str, list[str]]) -> Home:
    """A made-up address in a city, district and one of its streets."""
    city, district, streets = place
    street, estate = rng.choice(streets), rng.choice(words.ESTATES)
    room = f"{rng.randrange(1, 31)}0{rng.randrange(1, 7)}"
    address = f"{city}{district}{street}{estate}{rng.randrange(1, 19)}栋{room}"
    return Home(city, district, street, address)
