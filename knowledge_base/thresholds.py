"""When to answer, when to ask back, when to decline: chosen from held-out examples."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Judged:
    """A held-out question: the guides' probabilities, how sure the best is, and which rows
    were right (none: no guide answers; several: a good clerk would ask back)."""

    p: NDArray[np.float64]
    confidence: float
    targets: frozenset[int]
    kind: str
    weight: float = 1.0

    @property
    def right(self) -> bool:
        """Whether answering with the best guide is right."""
        return len(self.targets) == 1 and bool(len(self.p)) and int(self.p.argmax()) in self.targets


@dataclass(frozen=True)
class Thresholds:
    """Answer where the confidence is >= `answer`; else ask back where all guides together
    have p >= `ask_back`; else decline."""

    answer: float
    ask_back: float


WRONG_COST, DECLINE_COST, ASK_COST = 2.2, 1.5, 1.0
"""Relative costs of a wrong answer, of declining what a guide answers, of asking back."""

ABOUT = 1.01
"""What counts as costing nearly the same."""


def choose_thresholds(judged: list[Judged]) -> tuple[Thresholds, dict[str, float]]:
    """The pair of thresholds that costs least, and what it gives on the held-out rows. Of those
    to answer that cost nearly the same, which is a matter of a few rows, the middle."""
    grid = np.arange(0.2, 0.95, 0.05)
    pairs = [Thresholds(float(a), float(b)) for a in grid for b in grid]
    costs = {pair: sum(row.weight * _cost(row, pair) for row in judged) for pair in pairs}
    best = min(pairs, key=lambda pair: costs[pair])
    near = [
        pair.answer
        for pair in pairs
        if pair.ask_back == best.ask_back and costs[pair] <= ABOUT * costs[best]
    ]
    middle = Thresholds(float(np.mean(near)), best.ask_back)
    return middle, _report(judged, middle)


def _cost(row: Judged, thresholds: Thresholds) -> float:
    if row.confidence >= thresholds.answer:
        return 0.0 if row.right else WRONG_COST
    if row.p.sum() >= thresholds.ask_back:
        if len(row.targets) > 1:
            return 0.0
        return ASK_COST if row.targets else ASK_COST * 0.5
    return DECLINE_COST if row.targets else 0.0


def _report(judged: list[Judged], thresholds: Thresholds) -> dict[str, float]:
    report: dict[str, float] = {}
    for kind in sorted({row.kind for row in judged}):
        rows = [row for row in judged if row.kind == kind]
        sure = np.array([row.confidence for row in rows])
        right = np.array([row.right for row in rows])
        answered = sure >= thresholds.answer
        total = np.array([row.p.sum() for row in rows])
        report[f"{kind}.rows"] = float(len(rows))
        report[f"{kind}.top1"] = float(right.mean())
        report[f"{kind}.hit1"] = float((answered & right).mean())
        report[f"{kind}.wrong"] = float((answered & ~right).mean())
        report[f"{kind}.asked_back"] = float((~answered & (total >= thresholds.ask_back)).mean())
        report[f"{kind}.ece"] = _calibration_error(sure, right)
    return report


def _calibration_error(p: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    bins = np.minimum((p * 10).astype(int), 9)
    gaps = [
        (bins == b).mean() * abs(p[bins == b].mean() - right[bins == b].mean())
        for b in sorted(set(bins.tolist()))
    ]
    return float(sum(gaps))
