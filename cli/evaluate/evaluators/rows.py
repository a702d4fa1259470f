"""What all evaluators share: a row of results, and groups of rows by a label."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from cli.assistant import Reply
from cli.evaluate.measures import offered, shown
from cli.evaluate.result import Group, RowResult

T = TypeVar("T")


def row_result(row_id: str, text: str, expected: str, reply: Reply) -> RowResult:
    """The part of a result that is the same whatever is measured."""
    trace = reply.trace
    return RowResult(
        id=row_id,
        text=text,
        expected=expected,
        outcome=reply.outcome,
        shown=sorted(shown(reply)),
        offered=sorted(offered(reply)),
        intent=trace.intent if trace else None,
        item=trace.item if trace else None,
        aspect=trace.aspect if trace else None,
        confidence=trace.confidence if trace else None,
        entities=trace.entities if trace else {},
        said=reply.said,
        latency_ms=reply.latency_ms,
        error=reply.error,
    )


def groups_by(
    label: str, rows: Iterable[T], value: Callable[[T], str], build: Callable[[str, list[T]], Group]
) -> list[Group]:
    """One group for each value of a label, named `label: value`, in order of the values."""
    held: dict[str, list[T]] = {}
    for row in rows:
        held.setdefault(value(row), []).append(row)
    return [build(f"{label}: {key}", held[key]) for key in sorted(held)]
