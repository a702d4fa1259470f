"""Questions that no guide answers: ok is not to answer them with one.

A near miss is a government matter without a guide. Once a guide covers it an answer is
right, which no label can tell: answered near misses are named for a reader to judge.
"""

from collections.abc import Sequence

from cli.assistant import Reply
from cli.evaluate.evaluators.rows import groups_by, row_result
from cli.evaluate.formats import OutOfScopeRow
from cli.evaluate.measures import OUT_OF_SCOPE_OK, share
from cli.evaluate.result import Group, RowResult, SetResult

NEAR_MISS = "near_miss"


def evaluate(
    path: str,
    rows: Sequence[OutOfScopeRow],
    replies: Sequence[Sequence[Reply]],
    guides: frozenset[str],
) -> SetResult:
    """The share that is ok, in all and by kind."""
    results = [_row(row, reply[0]) for row, reply in zip(rows, replies, strict=True)]
    pairs = list(zip(rows, results, strict=True))
    near = [one.id for row, one in pairs if row.kind == NEAR_MISS and not one.verdicts["ok"]]
    note = "near misses to judge by eye (right if the guide covers them): " + ", ".join(near)
    return SetResult(
        path=path,
        format="out_of_scope",
        asked=len(results),
        groups=[
            _group("all", pairs),
            *groups_by("kind", pairs, lambda pair: pair[0].kind, _group),
        ],
        notes=[note] if near else [],
        rows=results,
    )


def _row(row: OutOfScopeRow, reply: Reply) -> RowResult:
    result = row_result(row.id, row.text, f"no answer from a guide ({row.kind})", reply)
    ok = reply.outcome in OUT_OF_SCOPE_OK
    result.verdicts = {"ok": ok, "failed": reply.outcome == "failed"}
    if not ok:
        result.problem = "judge by eye" if row.kind == NEAR_MISS else "not declined"
    return result


def _group(name: str, pairs: Sequence[tuple[OutOfScopeRow, RowResult]]) -> Group:
    return Group(
        name=name,
        n=len(pairs),
        measures={
            key: share(result.verdicts[key] for _, result in pairs) for key in ("ok", "failed")
        },
    )
