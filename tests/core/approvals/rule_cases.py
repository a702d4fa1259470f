"""Decides one case the way core does: answers and records in, the rule file's verdict out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from core.approvals.inputs import inputs_of
from core.approvals.rulebook import LEGAL, Rulebook, RuleSet
from core.approvals.service import Decision, decide_pure
from core.items.definition import ItemDefinition
from core.items.definitions import Definitions
from core.registers.base import Record
from core.settings import HERE

DEFINITIONS = Definitions(HERE / "items" / "definitions")
RULEBOOK = Rulebook(HERE / "approvals" / "rules")
DAY = dt.date(2026, 11, 22)


@dataclass(frozen=True)
class Applied:
    """One application as it reaches the rules."""

    item: str
    answers: dict[str, str]
    records: dict[str, Record | None]
    assurance: str = "real_name"
    as_of: dt.date = DAY

    def but(self, **changes: Any) -> "Applied":
        """The same with other answers (`premises="own"`, None = not answered), other values of a
        record (`population={"sex": "女"}`), no record (`business=None`) or another `as_of`."""
        answers, records, rest = dict(self.answers), dict(self.records), {}
        for name, value in changes.items():
            if name in ("as_of", "assurance"):
                rest[name] = value
            elif name in definition(self.item).registers:
                records[name] = None if value is None else (records.get(name) or {}) | value
            elif value is None:
                del answers[name]
            else:
                answers[name] = value
        return replace(self, answers=answers, records=records, **rest)

    def silent(self, register: str) -> "Applied":
        """The same while a register gives no answer."""
        left = {name: record for name, record in self.records.items() if name != register}
        return replace(self, records=left)

    def decided(self) -> Decision:
        inputs = inputs_of(
            definition(self.item), self.answers, self.records, self.assurance, self.as_of
        )
        return decide_pure(rules(self.item), inputs, self.as_of)


def definition(item: str) -> ItemDefinition:
    found = DEFINITIONS.get(item)
    assert found is not None
    return found


def rules(item: str) -> RuleSet:
    found = RULEBOOK.for_item(item, DAY)
    assert found is not None
    return found


def rows_hit(cases: Iterable[Applied]) -> set[str]:
    """Ids of the rows that decided."""
    return {trace["row"] for case in cases if "row" in (trace := case.decided().trace)}


def every_row(item: str) -> set[str]:
    return {row.id for row in rules(item).rows}


def refuses_by_law_only(item: str) -> bool:
    """Whether each row that refuses names an official source or a statute."""
    found = rules(item)
    refusing = [row.source for row in found.rows if row.verdict == "refuse"]
    return all(found.source_by_id[source].trust in LEGAL for source in refusing)
