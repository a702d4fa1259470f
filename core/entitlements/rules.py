"""Matters that cannot be applied for here: conditions of their guides (`rules.yml`)."""

from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator
from ruamel.yaml import YAML

from core.approvals.inputs import inputs_of
from core.context import Core
from core.contract import ItemId, Match
from core.entitlements.applications import NO_ANSWER, NOTHING_AGAINST
from core.entitlements.expressions import holds
from core.entitlements.looking import Found
from core.entitlements.tables import Verdict
from core.items.definition import InputDefinition, ItemDefinition, Strict
from core.registers.fields import FIELDS, RegisterName

FILE = Path(__file__).parent / "rules.yml"

About = Literal["self", "child", "firm"]


class Fact(InputDefinition):
    """A fact from one register."""

    label: str

    @property
    def register(self) -> str:
        return self.of.split(".")[1]


class Condition(Strict):
    """One condition: a unary expression over a fact. `when`: only where other facts hold."""

    fact: str
    is_: str = Field(alias="is")
    otherwise: str
    when: dict[str, str] = {}


class Ask(Strict):
    """What no register knows."""

    what: str
    when: dict[str, str] = {}


class Matter(Strict):
    item: ItemId
    title: str
    about: About
    source: str
    conditions: list[Condition]
    asks: list[Ask] = []


class Rules(Strict):
    facts: dict[str, Fact]
    matters: list[Matter]

    @model_validator(mode="after")
    def _names(self) -> "Rules":
        for matter in self.matters:
            named = {one.fact for one in matter.conditions}
            named |= {name for one in matter.conditions for name in one.when}
            named |= {name for one in matter.asks for name in one.when}
            if unknown := named - self.facts.keys():
                raise ValueError(f"{matter.item}: unknown facts {sorted(unknown)}")
        return self


@cache
def all_rules() -> Rules:
    return Rules.model_validate(YAML(typ="safe").load(FILE.read_text(encoding="utf-8")))


@cache
def _reader() -> ItemDefinition:
    """The facts as inputs, which `inputs_of` reads."""
    names: list[RegisterName] = list(FIELDS)
    inputs = {
        name: InputDefinition(**fact.model_dump(exclude={"label"}))
        for name, fact in all_rules().facts.items()
    }
    return ItemDefinition(
        item="entitlements",
        kind="entitlements",
        title="政策匹配",
        audience="person",
        fields=[],
        registers=names,
        inputs=inputs,
        consent="",
    )


def match_rules(core: Core, matter: Matter, found: Found) -> Match:
    """The conditions of one matter held against the records of a person, child or firm."""
    facts = inputs_of(_reader(), {}, found.records, "", core.today)
    against: list[str] = []
    missing: list[str] = []
    for one in matter.conditions:
        applies = _applies(one.when, facts)
        held = holds(one.is_, facts[one.fact]) if applies is not False else True
        if applies and held is False:
            against.append(one.otherwise)
        elif applies is None or held is None:
            missing += _labels({one.fact, *one.when}, facts, found)
    missing += [one.what for one in matter.asks if _applies(one.when, facts) is not False]
    verdict: Verdict = "no" if against else "open" if missing else "likely"
    why = against[:2] or ([NOTHING_AGAINST] if verdict == "likely" else [])
    return Match(
        item=matter.item,
        title=matter.title,
        verdict=verdict,
        why=why,
        missing=[] if against else list(dict.fromkeys(missing)),
        source=matter.source,
    )


def _applies(when: dict[str, str], facts: dict[str, Any]) -> bool | None:
    held = [holds(unary, facts[name]) for name, unary in when.items()]
    if False in held:
        return False
    return None if None in held else True


def _labels(names: set[str], facts: dict[str, Any], found: Found) -> list[str]:
    known = all_rules().facts
    return [
        fact.label + ("" if fact.register in found.records else NO_ANSWER)
        for name, fact in known.items()
        if name in names and facts[name] is None
    ]
