"""From answers to figures. All shares are of all questions, 0 to 1."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from bench.search.knowledge import Question
from bench.search.worker import Answer
from cli.evaluate.calibration import ece


@dataclass(frozen=True)
class Quality:
    """`top1`: the first is right, said or not; `hit1`: right and answered by the system's own
    rule; `wrong`: answered and not right; `hit3`: a right one among the first three; `ece`:
    of the confidence, against `top1`."""

    rows: int
    answered: float
    top1: float
    hit1: float
    hit3: float
    wrong: float
    ece: float | None


def quality(asked: Sequence[Question], answers: Sequence[Answer]) -> Quality:
    right = _right(asked, answers)
    sure = [answer.confidence for answer in answers]
    known = [min(max(p, 0.0), 1.0) for p in sure if p is not None]
    pairs = list(zip(right, answers, strict=True))
    return Quality(
        rows=len(asked),
        answered=fmean(answer.answered for answer in answers),
        top1=fmean(right),
        hit1=fmean(hit and answer.answered for hit, answer in pairs),
        hit3=fmean(
            bool(question.accept & set(answer.ranking[:3]))
            for question, answer in zip(asked, answers, strict=True)
        ),
        wrong=fmean(not hit and answer.answered for hit, answer in pairs),
        ece=ece(known, right) if len(known) == len(right) else None,
    )


def at_coverage(
    asked: Sequence[Question], answers: Sequence[Answer], coverage: float
) -> tuple[float, float]:
    """`hit1` and `wrong` where a system answers only the share `coverage` it is surest of: by
    its score or by its lead over the second, whichever serves it better."""
    right = np.array(_right(asked, answers))
    count = round(coverage * len(right))

    def hits(sureness: Callable[[Answer], float]) -> int:
        order = np.argsort([-sureness(answer) for answer in answers], kind="stable")
        return int(right[order[:count]].sum())

    most = max(hits(lambda answer: answer.score), hits(lambda answer: answer.margin))
    return most / len(right), (count - most) / len(right)


def by_kind(asked: Sequence[Question], answers: Sequence[Answer]) -> dict[str, Quality]:
    """The same for each kind of question, in order of appearance."""
    found: dict[str, list[int]] = {}
    for i, question in enumerate(asked):
        found.setdefault(question.kind, []).append(i)
    return {
        kind: quality([asked[i] for i in rows], [answers[i] for i in rows])
        for kind, rows in found.items()
    }


@dataclass(frozen=True)
class Retrieval:
    """nDCG@10 with one right document a question; the share found first and in ten; the share
    whose first document holds the labelled answer, whether it is the right one or not."""

    ndcg10: float
    recall1: float
    recall10: float
    holding1: float


def retrieval(asked: Sequence[Question], answers: Sequence[Answer]) -> Retrieval:
    ranks = [
        next((i for i, id in enumerate(answer.ranking[:10]) if id in question.accept), None)
        for question, answer in zip(asked, answers, strict=True)
    ]
    return Retrieval(
        ndcg10=fmean(0.0 if rank is None else 1 / float(np.log2(rank + 2)) for rank in ranks),
        recall1=fmean(rank == 0 for rank in ranks),
        recall10=fmean(rank is not None for rank in ranks),
        holding1=fmean(
            not question.holding.isdisjoint(answer.ranking[:1])
            for question, answer in zip(asked, answers, strict=True)
        ),
    )


def milliseconds(answers: Sequence[Answer]) -> tuple[float, float]:
    """p50 and p99 of one question."""
    p50, p99 = np.percentile([answer.ms for answer in answers], [50, 99])
    return float(p50), float(p99)


def _right(asked: Sequence[Question], answers: Sequence[Answer]) -> list[bool]:
    return [
        bool(answer.ranking) and answer.ranking[0] in question.accept
        for question, answer in zip(asked, answers, strict=True)
    ]
