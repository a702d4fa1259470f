"""Ambiguous questions: good is to ask back with a likely reading among the options."""

from collections.abc import Sequence

from cli.assistant import Reply
from cli.evaluate.evaluators.rows import row_result
from cli.evaluate.formats import AmbiguousRow
from cli.evaluate.measures import judge, offers, share
from cli.evaluate.result import Group, RowResult, SetResult


def evaluate(
    path: str,
    rows: Sequence[AmbiguousRow],
    replies: Sequence[Sequence[Reply]],
    guides: frozenset[str],
) -> SetResult:
    """The share of good replies, and of those that took one matter for granted."""
    results = [_row(row, reply[0]) for row, reply in zip(rows, replies, strict=True)]
    pairs = list(zip(rows, results, strict=True))
    covered = [result for row, result in pairs if guides & set(row.accept)]
    groups = [_group("all", results)]
    if covered:
        groups.append(_group("covered", covered))
    return SetResult(path=path, format="ambiguous", asked=len(results), groups=groups, rows=results)


def _row(row: AmbiguousRow, reply: Reply) -> RowResult:
    accepted = frozenset(row.accept)
    verdict = judge(reply, accepted)
    result = row_result(row.id, row.text, "one of " + ", ".join(row.accept), reply)
    good = offers(reply, accepted)
    result.verdicts = {
        "good": good,
        **verdict.model_dump(include={"clarified", "hit1", "wrong", "declined", "failed"}),
    }
    if not good:
        result.problem = "asked back in vain" if verdict.clarified else "did not ask back"
    return result


def _group(name: str, results: Sequence[RowResult]) -> Group:
    names = ("good", "clarified", "hit1", "wrong", "declined", "failed")
    return Group(
        name=name,
        n=len(results),
        measures={key: share(one.verdicts[key] for one in results) for key in names},
    )
