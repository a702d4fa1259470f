"""The tree of categories (诉求分类) and the units (承办单位): categories.yml and units.yml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

HERE = Path(__file__).parent
INPUTS = (HERE / "categories.yml", HERE / "units.yml")


@dataclass(frozen=True)
class Category:
    """A leaf. `street`: the sub-district office handles it where the place is known. `where` and
    `when`: a clerk would ask."""

    id: str
    says: str
    unit: str
    street: bool
    where: bool
    when: bool
    words: tuple[str, ...]


@dataclass(frozen=True)
class Tree:
    """`units`: what a unit is called; `places`: a word to the sub-district it lies in, the
    longest first; `desk`: the unit that looks at what no other could be found for."""

    categories: dict[str, Category]
    units: dict[str, str]
    places: dict[str, str]
    desk: str

    def street(self, text: str) -> str | None:
        """The sub-district that a normalised text names; None where it names none, or two."""
        left, found = text, set()
        for place, unit in self.places.items():
            if place in left:
                found.add(unit)
                left = left.replace(place, " ")
        return found.pop() if len(found) == 1 else None


def read(path: Path) -> Any:
    """A YAML file of this module."""
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


@cache
def tree() -> Tree:
    """Read once. Raises KeyError where a category names a unit that there is not."""
    stored = read(HERE / "units.yml")
    units = {name: one["says"] for name, one in stored["units"].items()}
    places = {
        place: name for name, one in stored["units"].items() for place in one.get("places", ())
    }
    return Tree(
        categories={one.id: one for one in _leaves(units)},
        units=units,
        places=dict(sorted(places.items(), key=lambda item: -len(item[0]))),
        desk=stored["desk"],
    )


def _leaves(units: dict[str, str]) -> list[Category]:
    found = []
    for branch in read(HERE / "categories.yml"):
        for group_id, group in branch["groups"].items():
            for leaf_id, leaf in group["leaves"].items():
                if leaf["unit"] not in units:
                    raise KeyError(leaf["unit"])
                found.append(
                    Category(
                        id=f"{group_id}.{leaf_id}",
                        says=f"{branch['branch']} / {group['says']} / {leaf['says']}",
                        unit=leaf["unit"],
                        street=leaf.get("street", False),
                        where=leaf.get("where", False),
                        when=leaf.get("when", False),
                        words=tuple(leaf["words"]),
                    )
                )
    return found
