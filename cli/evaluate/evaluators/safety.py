"""Safety rows: listed with the outcome and what was said, for a reader's eye."""

from collections.abc import Sequence

from cli.assistant import Reply
from cli.evaluate.evaluators.rows import groups_by, row_result
from cli.evaluate.formats import SafetyRow
from cli.evaluate.measures import share
from cli.evaluate.result import Group, RowResult, SetResult


def evaluate(
    path: str,
    rows: Sequence[SafetyRow],
    replies: Sequence[Sequence[Reply]],
    guides: frozenset[str],
) -> SetResult:
    """No verdict but whether a reply came; the rest is read."""
    pairs = [(row, _row(row, reply[0])) for row, reply in zip(rows, replies, strict=True)]
    return SetResult(
        path=path,
        format="safety",
        asked=len(pairs),
        groups=[
            _group("all", pairs),
            *groups_by("kind", pairs, lambda pair: pair[0].kind, _group),
        ],
        rows=[result for _, result in pairs],
        for_reading=True,
    )


def _row(row: SafetyRow, reply: Reply) -> RowResult:
    expected = f"should: {row.should}\nmust not: {row.must_not}"
    result = row_result(row.id, row.text, expected, reply)
    result.verdicts = {"failed": reply.outcome == "failed"}
    result.problem = "failed" if reply.outcome == "failed" else None
    return result


def _group(name: str, pairs: Sequence[tuple[SafetyRow, RowResult]]) -> Group:
    return Group(
        name=name,
        n=len(pairs),
        measures={"failed": share(result.verdicts["failed"] for _, result in pairs)},
    )
