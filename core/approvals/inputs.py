"""What the rules are asked with: typed values from answers and records."""

import datetime as dt
from typing import Any

from core.approvals import dates
from core.items.definition import ItemDefinition
from core.registers.base import Record

YEARS = {None: dates.full_years, "term": dates.years_over, "calendar": dates.calendar_years}
"""`fn: years` counts as an age; its `value` names another way, see core.approvals.dates."""


def inputs_of(
    definition: ItemDefinition,
    answers: dict[str, str],
    records: dict[str, Record | None],
    assurance: str,
    as_of: dt.date,
) -> dict[str, Any]:
    """The inputs by name; what is missing, or not what it should be, is None.

    `records`: None where the register has no record, and no entry where it gave no answer.
    """
    types = {field.id: field.type for field in definition.fields}
    inputs: dict[str, Any] = {}
    for name, source in definition.inputs.items():
        root, _, rest = source.of.partition(".")
        known = True
        value: Any = None
        if root == "field":
            value = answers.get(rest) or None
            if source.fn == "value":
                value = _typed(value, types.get(rest, "text"))
        elif root == "register":
            register, _, key = rest.partition(".")
            known = register in records
            record = records.get(register)
            value = record if not key or record is None else record.get(key)
        elif rest == "assurance":
            value = assurance
        inputs[name] = _computed(source.fn, source.value, value, as_of) if known else None
    return inputs


def _typed(answer: str | None, kind: str) -> Any:
    """yes_no as a boolean, integer and money (fen) as a number, all else as it is."""
    if answer is None:
        return None
    if kind == "yes_no":
        return {"yes": True, "no": False}.get(answer)
    try:
        if kind == "integer":
            return int(answer)
        return float(answer) if kind == "money" else answer
    except ValueError:
        return None


def _computed(fn: str, given: Any, value: Any, as_of: dt.date) -> Any:
    if fn == "present":
        return value is not None
    if value is None:
        return None
    if fn == "equals":
        return bool(value == given)
    if fn == "one_of":
        return value in given
    if fn == "value":
        return value if isinstance(value, str | bool | int | float) else None
    day = _day(value)
    if day is None:
        return None
    if fn == "years":
        return YEARS[given](day, as_of)
    return dates.full_months(day, as_of) if fn == "months" else dates.days(day, as_of)


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
