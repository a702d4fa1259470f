"""What can be wrong with rules that can be read: for tests and `luoxiaozheng core rules check`."""

import random
from collections.abc import Mapping
from pathlib import Path

from core.approvals.cells import InputType, Value, meets, witnesses
from core.approvals.engine import row_hit
from core.approvals.rulebook import LEGAL, BrokenRules, Row, RuleSet, read_rules
from core.items.definition import InputDefinition, ItemDefinition

TRIES = 20_000
"""Inputs tried at most to reach a row."""


def check_folder(folder: Path, definitions: Mapping[str, ItemDefinition]) -> list[str]:
    """One line a problem; empty = all is well."""
    problems: list[str] = []
    days: set[tuple[str, object]] = set()
    for path in sorted(folder.glob("*.json")):
        try:
            rules = read_rules(path)
        except BrokenRules as error:
            problems.append(str(error))
            continue
        found = lint(rules) + lint_item(rules, definitions.get(rules.item))
        if (rules.item, rules.effective_from) in days:
            found.append("another file is in force from the same day")
        days.add((rules.item, rules.effective_from))
        problems += [f"{path.name}: {problem}" for problem in found]
    return problems


def lint(rules: RuleSet) -> list[str]:
    """Problems of one rule set."""
    used = {name for row in rules.rows for name, cell in row.cells.items() if cell}
    problems = [f"input {name} is asked for but in no row" for name in rules.inputs.keys() - used]
    for row in rules.rows:
        problems += [f"row {row.id}: {problem}" for problem in _row_problems(rules, row)]
    cited = {row.source for row in rules.rows if row.source}
    problems += [f"source {key} is in no row" for key in rules.source_by_id.keys() - cited]
    deciding = {row.source for row in rules.rows if row.verdict != "person"}
    if not rules.demo and any(_trust(rules, source) not in LEGAL for source in deciding):
        problems.append("decides by what no official source or statute says, so demo must be true")
    return sorted(problems)


def lint_item(rules: RuleSet, definition: ItemDefinition | None) -> list[str]:
    """Where the rules ask for what the matter's definition does not give."""
    if definition is None:
        return [f"there is no definition of {rules.item}"]
    problems = []
    for name, wanted in rules.inputs.items():
        given = definition.inputs.get(name)
        if given is None:
            problems.append(f"input {name} is not in the definition")
        elif (kind := given_type(definition, given)) not in (None, wanted.type):
            problems.append(f"input {name} is a {wanted.type}, but the definition gives a {kind}")
    return problems


def given_type(definition: ItemDefinition, source: InputDefinition) -> InputType | None:
    """The type of what an input gives; None where only the register knows."""
    if source.fn in ("years", "months", "days"):
        return "number"
    if source.fn in ("equals", "one_of", "present"):
        return "boolean"
    root, _, name = source.of.partition(".")
    if root != "field":
        return "string" if root == "person" else None
    kinds = {field.id: field.type for field in definition.fields}
    kind = kinds.get(name, "text")
    if kind == "yes_no":
        return "boolean"
    return "number" if kind in ("integer", "money") else "string"


def reaching(rules: RuleSet, row: Row) -> dict[str, Value] | None:
    """Inputs for which this row decides, asked of the engine itself; None = none was found."""
    columns: dict[str, list[Value]] = {}
    for name, kind in rules.inputs.items():
        columns[name] = witnesses([one.cells.get(name, "") for one in rules.rows], kind.type)
        if not kind.required:
            columns[name].append(None)
    likely = {
        name: [value for value in values if meets(row.cells.get(name, ""), value, {})] or values
        for name, values in columns.items()
    }
    chance = random.Random(0)  # noqa: S311  the same inputs at every run
    for _ in range(TRIES):
        inputs = {name: chance.choice(values) for name, values in likely.items()}
        if row_hit(rules, inputs) is row:
            return inputs
    return None


def _trust(rules: RuleSet, source: str) -> str:
    return rules.source_by_id[source].trust if source else ""


def _row_problems(rules: RuleSet, row: Row) -> list[str]:
    problems = []
    if row.verdict != "person" and not row.source:
        problems.append("decides without a source")
    if row.verdict == "refuse" and _trust(rules, row.source) not in LEGAL:
        problems.append("refuses by a source that is neither official nor a statute")
    if not row.reason.endswith("。") or "你" in row.reason:
        problems.append("the reason is not a sentence in the polite form")
    if row is not rules.rows[-1] and reaching(rules, row) is None:
        problems.append("no inputs lead here")
    return problems
