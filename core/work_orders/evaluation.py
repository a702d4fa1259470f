"""How well labelled texts are routed: rows of text, category and unit, in a JSONL file."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from core.context import Core
from core.work_orders.routing import routing, unit_of
from core.work_orders.tree import tree
from service.problems import ProblemError


@dataclass
class Measured:
    """Counts. `unit`: the unit of the category that was found is right, whoever has to look;
    `dispatched`: sent to a unit and not to the desk, and of these, `dispatched_right`. `confused`:
    (labelled, found) to how often."""

    rows: int = 0
    category: int = 0
    unit: int = 0
    dispatched: int = 0
    dispatched_right: int = 0
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)

    def share(self, part: int) -> float:
        """Of all rows."""
        return part / self.rows if self.rows else 0.0


def rows_of(file: Path) -> list[dict[str, str]]:
    """Rows of text, category and unit. A 422 problem that names the line that is none."""
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            known = row["category"] in tree().categories and row["unit"] in tree().units
            if not known or not isinstance(row["text"], str):
                raise ValueError(line)
        except (ValueError, KeyError, TypeError) as error:
            raise ProblemError(422, f"{file.name} 第 {number} 行不能用。") from error
        found.append(row)
    return found


def measure(core: Core, rows: list[dict[str, str]]) -> Iterator[Measured]:
    """Route one row after the other; what was measured up to it."""
    measured = Measured()
    for row in rows:
        found = routing(core, row["text"], None)
        unit = unit_of(found.category, found.rule, row["text"])
        measured.rows += 1
        measured.category += found.category == row["category"]
        measured.unit += unit == row["unit"]
        if found.unit != tree().desk:
            measured.dispatched += 1
            measured.dispatched_right += found.unit == row["unit"]
        if found.category != row["category"]:
            measured.confused[row["category"], found.category] += 1
        yield measured
