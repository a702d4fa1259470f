"""When to answer, when to ask back, when to decline: chosen from held-out examples."""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from knowledge_base.confidence import Sure

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Judged:
    """A held-out question: the guides' probabilities, how sure the best is, and which rows
    were right (none: no guide answers; several: a good clerk would ask back)."""

    p: Numbers
    sure: Sure
    targets: frozenset[int]
    kind: str
    weight: float = 1.0

    @property
    def right(self) -> bool:
        """Whether answering with the best guide is right."""
        return len(self.targets) == 1 and bool(len(self.p)) and int(self.p.argmax()) in self.targets


@dataclass(frozen=True)
class Thresholds:
    """Answer where the best is likelier than "none of them" and right with a chance >= `answer`,
    the question vague with one < `vague` and uncovered with one < `uncovered`; else ask back where
    it is vague with one >= `vague` or all guides together have p >= `ask_back`; else decline."""

    answer: float
    vague: float
    uncovered: float
    ask_back: float

    def allow(self, sure: Sure) -> bool:
        """Whether to answer."""
        certain = sure.right >= self.answer
        return certain and sure.vague < self.vague and sure.uncovered < self.uncovered

    def ask(self, guided: float, sure: Sure) -> bool:
        """Whether to ask back rather than to decline. `guided`: all guides' probability."""
        return guided >= self.ask_back or sure.vague >= self.vague


WRONG_COST, VAGUE_COST, UNCOVERED_COST, DECLINE_COST, ASK_COST = 1.8, 3.0, 2.5, 1.5, 1.0
"""Relative costs of answering with the wrong guide, of answering what is vague, or what no guide
answers, of declining what a guide answers, of asking back."""

ABOUT = 1.01
"""What counts as costing nearly the same."""

ANSWERS = BACKS = np.arange(0.2, 0.95, 0.05)
VAGUES = np.arange(0.05, 0.65, 0.05)
UNCOVERED = np.arange(0.1, 0.55, 0.1)
"""Beyond a half, no guide is the likelier case, whatever it would cost."""


def choose_thresholds(judged: list[Judged]) -> tuple[Thresholds, dict[str, float]]:
    """The thresholds that cost least, and what they give on the held-out rows. Of each, where
    several cost nearly the same, which is a matter of a few rows, the middle."""
    table = _Table(judged)
    all_of_them = product(*(grid.tolist() for grid in (ANSWERS, VAGUES, UNCOVERED, BACKS)))
    costs = {one: table.cost(Thresholds(*one)) for one in all_of_them}
    best = min(costs, key=lambda one: costs[one])
    near = np.array([one for one in costs if costs[one] <= ABOUT * costs[best]])
    same = near == best
    middles = [near[same.sum(axis=1) - same[:, n] == len(best) - 1, n].mean() for n in range(4)]
    chosen = Thresholds(*map(float, middles))
    return chosen, table.report(chosen)


class _Table:
    """The rows as columns."""

    def __init__(self, judged: list[Judged]) -> None:
        self.kind = np.array([row.kind for row in judged])
        self.right = np.array([row.right for row in judged])
        self.several = np.array([len(row.targets) > 1 for row in judged])
        self.nothing = np.array([not row.targets for row in judged])
        self.total = np.array([row.p.sum() for row in judged])
        self.likely = np.array([row.p.max(initial=0) for row in judged]) >= 1 - self.total
        self.sure = np.array([row.sure for row in judged])
        self.weight = np.array([row.weight for row in judged])

    def answered(self, thresholds: Thresholds) -> Truths:
        right, vague, uncovered = self.sure.T
        clear: Truths = (vague < thresholds.vague) & (uncovered < thresholds.uncovered)
        answered: Truths = self.likely & clear & (right >= thresholds.answer)
        return answered

    def asked(self, thresholds: Thresholds) -> Truths:
        """Of those that are not answered."""
        vague = self.sure[:, Sure._fields.index("vague")]
        asked: Truths = (self.total >= thresholds.ask_back) | (vague >= thresholds.vague)
        return asked

    def cost(self, thresholds: Thresholds) -> float:
        """Of all rows together, by their weights."""
        answered = self.answered(thresholds)
        wrong = np.where(self.nothing, UNCOVERED_COST, WRONG_COST)
        wrong = np.where(self.several, VAGUE_COST, wrong)
        asked = np.where(self.nothing, ASK_COST / 2, np.where(self.several, 0.0, ASK_COST))
        declined = np.where(self.nothing, 0.0, DECLINE_COST)
        not_answered = np.where(self.asked(thresholds), asked, declined)
        each = np.where(answered, np.where(self.right, 0.0, wrong), not_answered)
        return float(self.weight @ each)

    def report(self, thresholds: Thresholds) -> dict[str, float]:
        """Shares by the kind of question."""
        answered, report = self.answered(thresholds), {}
        asked = ~answered & self.asked(thresholds)
        sure = np.array([Sure(*one).confidence for one in self.sure])
        for kind in sorted(set(self.kind.tolist())):
            rows = self.kind == kind
            report[f"{kind}.rows"] = float(rows.sum())
            report[f"{kind}.top1"] = float(self.right[rows].mean())
            report[f"{kind}.hit1"] = float((answered & self.right)[rows].mean())
            report[f"{kind}.wrong"] = float((answered & ~self.right)[rows].mean())
            report[f"{kind}.asked_back"] = float(asked[rows].mean())
            report[f"{kind}.ece"] = _calibration_error(sure[rows], self.right[rows])
        return report


def _calibration_error(p: Numbers, right: Truths) -> float:
    bins = np.minimum((p * 10).astype(int), 9)
    gaps = [
        (bins == b).mean() * abs(p[bins == b].mean() - right[bins == b].mean())
        for b in sorted(set(bins.tolist()))
    ]
    return float(sum(gaps))
