"""zen-engine, behind one function."""

import functools
from typing import Any

import zen

from core.approvals.rulebook import Row, RuleSet

_engine = zen.ZenEngine()


class EngineError(RuntimeError):
    """The engine gave no row."""


@functools.lru_cache(maxsize=256)
def _compiled(text: str) -> zen.ZenDecision:
    return _engine.create_decision(text)


def row_hit(rules: RuleSet, inputs: dict[str, Any]) -> Row:
    """The row that decides. The inputs are those of the rules and of their types. Raises
    EngineError, which repeats no value."""
    try:
        answer = _compiled(rules.text).evaluate(inputs, {"trace": True})
        steps = [step["traceData"] for step in answer["trace"].values()]
        (index,) = (int(step["index"]) for step in steps if step)
        return rules.rows[index]
    except (RuntimeError, KeyError, ValueError, IndexError) as error:
        raise EngineError(f"{rules.item} {rules.version}: {type(error).__name__}") from None
