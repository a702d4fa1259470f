"""Things to be done: accuracy of the act, F1 of the details that were said."""

from collections.abc import Sequence
from dataclasses import dataclass

from cli.assistant import Reply
from cli.evaluate.entities import Entities, Pair, pairs, score
from cli.evaluate.evaluators.rows import groups_by, row_result
from cli.evaluate.formats import TransactionRow
from cli.evaluate.measures import share
from cli.evaluate.result import Group, RowResult, SetResult


@dataclass(frozen=True)
class Done:
    """A row, the result, and its entities as pairs of key and value."""

    intent: str
    result: RowResult
    expected: frozenset[Pair]
    got: frozenset[Pair]


def evaluate(
    path: str,
    rows: Sequence[TransactionRow],
    replies: Sequence[Sequence[Reply]],
    guides: frozenset[str],
) -> SetResult:
    """Intent accuracy and micro entity F1 in all, by intent, and F1 by key."""
    done = [_row(row, reply[0]) for row, reply in zip(rows, replies, strict=True)]
    return SetResult(
        path=path,
        format="transactions",
        asked=len(done),
        groups=[
            _group("all", done),
            *groups_by("intent", done, lambda one: one.intent, _group),
            *_by_key(done),
        ],
        rows=[one.result for one in done],
    )


def _row(row: TransactionRow, reply: Reply) -> Done:
    expected = pairs(row.entities)
    got = pairs(reply.trace.entities if reply.trace else {})
    result = row_result(row.id, row.text, f"{row.intent} {_said(row.entities)}", reply)
    same_intent = result.intent == row.intent
    result.verdicts = {"intent": same_intent, "entities": expected == got}
    problems = [] if same_intent else [f"intent {result.intent}"]
    if expected != got:
        problems.append(f"entities {_said(result.entities)}")
    result.problem = "; ".join(problems) or None
    return Done(intent=row.intent, result=result, expected=expected, got=got)


def _said(entities: Entities) -> str:
    return ", ".join(f"{key}={value}" for key, value in sorted(entities.items())) or "(none)"


def _group(name: str, done: Sequence[Done]) -> Group:
    entities = score((one.expected, one.got) for one in done)
    return Group(
        name=name,
        n=len(done),
        measures={
            "intent": share(one.result.verdicts["intent"] for one in done),
            **entities._asdict(),
        },
    )


def _by_key(done: Sequence[Done]) -> list[Group]:
    """F1 of each key; `n` is how often it was said."""
    keys = sorted({key for one in done for key, _ in one.expected | one.got})
    groups = []
    for key in keys:
        parts = [(_only(one.expected, key), _only(one.got, key)) for one in done]
        said = sum(len(expected) for expected, _ in parts)
        groups.append(Group(name=f"entity: {key}", n=said, measures=score(parts)._asdict()))
    return groups


def _only(some: frozenset[Pair], key: str) -> frozenset[Pair]:
    return frozenset(pair for pair in some if pair[0] == key)
