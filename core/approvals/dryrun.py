"""Trying a new version of rules before it is put in force."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from core.approvals.models import DecisionRow
from core.approvals.rulebook import RuleSet
from core.approvals.service import decide_pure, sealed_context
from core.context import Core


@dataclass(frozen=True)
class Changed:
    """One decision that would fall otherwise. `which`: case number, or number in the list."""

    which: str
    old: str
    new: str
    reason: str


@dataclass
class Summary:
    """`untried`: past decisions that the new rules could not be asked about, because their
    inputs are deleted, or lack one that the new rules want."""

    tried: int = 0
    untried: int = 0
    changed: list[Changed] = field(default_factory=list)

    @property
    def moves(self) -> Counter[tuple[str, str]]:
        """How many would move from which verdict to which."""
        return Counter((one.old, one.new) for one in self.changed)

    def compare(self, which: str, old: str, new: str, reason: str) -> None:
        self.tried += 1
        if old != new:
            self.changed.append(Changed(which, old, new, reason))


def dry_run(old: RuleSet, new: RuleSet, cases: Iterable[dict[str, Any]]) -> Summary:
    """Ask both versions about the same inputs."""
    summary = Summary()
    for number, inputs in enumerate(cases, 1):
        before = decide_pure(old, inputs, old.effective_from)
        after = decide_pure(new, inputs, new.effective_from)
        summary.compare(str(number), before.verdict, after.verdict, after.reasons[0])
    return summary


def dry_run_over_past(core: Core, new: RuleSet) -> Summary:
    """Ask a new version about the inputs of all stored decisions of its matter. Writes nothing."""
    summary = Summary()
    query = select(DecisionRow).where(DecisionRow.item == new.item).order_by(DecisionRow.decided_at)
    for row in core.db.scalars(query.execution_options(yield_per=200)):
        inputs = _opened(core, row)
        if inputs is None or not new.inputs.keys() <= inputs.keys():
            summary.untried += 1
            continue
        after = decide_pure(new, inputs, new.effective_from)
        summary.compare(row.case_number or row.id, row.verdict, after.verdict, after.reasons[0])
    return summary


def _opened(core: Core, row: DecisionRow) -> dict[str, Any] | None:
    if row.sealed_inputs is None:
        return None
    plain = core.parts.cipher.open(row.sealed_inputs, sealed_context(row.id))
    opened: dict[str, Any] = json.loads(plain)
    return opened
