"""The cells of a decision table: expressions of zen-engine over one input (`$`).

zen-engine passes over a row without a word when a cell cannot be read, when a comparison meets a
null, or when an output holds an escaped quotation mark. So cells are compiled when a file is
read, and values on both sides of their limits are named here, to prove that each row is reached.
"""

import json
import re
from itertools import permutations
from typing import Any, Literal

import zen

InputType = Literal["number", "boolean", "string"]
Value = float | int | bool | str | None

_NUMBER = re.compile(r"(?<![\d.])-?\d+(?:\.\d+)?")
_TEXT = re.compile(r'"[^"\\]*"')
OTHER_TEXT = "（其他）"


def is_cell(cell: str) -> bool:
    """Whether a cell is empty (whatever the value) or an expression the engine can read."""
    try:
        if cell.strip():
            zen.compile_unary_expression(cell)
    except RuntimeError:
        return False
    return True


def text_of(cell: str) -> str | None:
    """The text an output cell holds; None where it is not one plain text."""
    if not _TEXT.fullmatch(cell.strip()):
        return None
    text: str = json.loads(cell)
    return text


def fits(value: object, kind: InputType) -> bool:
    """Whether a value is of the type. True is not a number."""
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, bool if kind == "boolean" else str)


def meets(cell: str, value: Value, others: dict[str, Any]) -> bool:
    """Whether a value meets a cell, the other inputs being these."""
    try:
        return not cell or bool(zen.evaluate_unary_expression(cell, others | {"$": value}))
    except RuntimeError:
        return False


def witnesses(cells: list[str], kind: InputType) -> list[Value]:
    """Values on both sides of every limit that the cells of one column name."""
    if kind == "boolean":
        return [True, False]
    if kind == "string":
        named = sorted({json.loads(one) for cell in cells for one in _TEXT.findall(cell)})
        return [*named, *(a + b for a, b in permutations(named, 2)), OTHER_TEXT]
    limits = {_number(one) for cell in cells for one in _NUMBER.findall(cell)} or {0}
    return [*sorted({limit + step for limit in limits for step in (-1, 0, 1)})]


def _number(text: str) -> float | int:
    return float(text) if "." in text else int(text)
