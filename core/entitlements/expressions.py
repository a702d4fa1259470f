"""Expressions of zen-engine over facts of which some are not known."""

import re
from typing import Any

import zen

_NAME = re.compile(r"\"[^\"]*\"|([A-Za-z_][A-Za-z0-9_]*)")


def names_in(expression: str, facts: dict[str, Any] | set[str]) -> set[str]:
    """The facts that an expression speaks of."""
    return {name for name in _NAME.findall(expression) if name in facts}


def told(expression: str, facts: dict[str, Any]) -> Any:
    """What the expression says; None where a fact it needs is not known."""
    if any(facts[name] is None for name in names_in(expression, facts)):
        return None
    return zen.evaluate_expression(expression, facts)


def holds(unary: str, value: Any) -> bool | None:
    """Whether a value fulfils `>= 70`, `true` or `"男"`; None where it is not known."""
    if value is None:
        return None
    return bool(zen.evaluate_unary_expression(unary, {"$": value}))
