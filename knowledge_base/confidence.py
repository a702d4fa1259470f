"""How sure the best matter is: a probability that answering with it is right.

The choice among matters is fitted on single answers; whether a question is clear enough to
be answered at all ("办证" is not) shows in how the readings lie to each other. Three logistic
regressions over that, see `Sure`: one for all would take what is hard for vague.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from knowledge_base.choice import Matrix
from knowledge_base.ranker import BRIEF, FEATURES, NONE_FEATURES

TINY = 1e-6
LONG = 60
"""Characters beyond which more length says nothing more."""
CERTAIN = 20.0
"""Log odds of what is always so."""
COMPARED = ("ask_best", "name_best", "lexical", "name_overlap", "classified", "practised")


class Sure(NamedTuple):
    """`right`: the chance that the best is right where not several could be meant; `vague`: that
    several could; `uncovered`: that no guide answers."""

    right: float
    vague: float
    uncovered: float

    @property
    def confidence(self) -> float:
        """The chance that answering with the best is right."""
        return self.right * (1 - self.vague)


@dataclass(frozen=True)
class Logistic:
    """`weights`: one a feature of `clarity`; `bias`."""

    weights: Matrix
    bias: float

    def of(self, clarity_: Matrix) -> float:
        """0 to 1."""
        return float(expit(clarity_ @ self.weights + self.bias))


def clarity(text: str, rows: Matrix, none: Matrix, p: Matrix) -> Matrix:
    """What tells a clear question from an unclear one.

    `rows`, `none`: features of the guides [guides, n] and of "none"; `p`: the guides'
    probabilities and last that of "none" [guides + 1].
    """
    order = np.argsort(-p[:-1])
    best = float(p[order[0]]) if len(order) else 0.0
    second = float(p[order[1]]) if len(order) > 1 else 0.0
    shares = p[:-1][p[:-1] > TINY]
    within = _of_best(rows, order, "current")
    brief = np.exp(-len(text) / BRIEF) * (1 - within)  # a follow-up may be brief
    ahead = {name: _ahead(rows, order, name) for name in COMPARED}
    vague, nothing = (none[NONE_FEATURES.index(f"classified_{c}")] for c in ("vague", "none"))
    return np.array(
        [
            np.log(max(best, TINY) / max(1 - best, TINY)),
            np.log(max(best, TINY) / max(second, TINY)),
            np.log(max(float(p[-1]), TINY)),
            float(-(shares * np.log(shares)).sum()),
            np.log1p(min(len(text), LONG)),
            brief,
            brief * np.log(max(best, TINY) / max(1 - best, TINY)),
            brief * ahead["name_overlap"],
            brief * float(ahead["name_overlap"] == 0),
            vague,
            brief * vague,
            nothing,
            *ahead.values(),
            *(_of_best(rows, order, name) for name in ("name_spelt_out", "name_overlap")),
            *(_of_best(rows, order, name) for name in ("classified", "practised")),
            within,
            _of_best(rows, order, "elsewhere"),
            *(none[NONE_FEATURES.index(name)] for name in ("vague", "not_covered")),
        ]
    )


def fit_logistic(clarities: Matrix, yes: Matrix, weight: Matrix) -> Logistic:
    """`clarities`: [n, features]; `yes`: [n] 0 or 1; `weight`: [n]. Where all rows say the same,
    so does what is fitted."""
    if len(set(yes.tolist())) == 1:
        return Logistic(np.zeros(clarities.shape[1]), CERTAIN if yes[0] else -CERTAIN)
    mean, scale = clarities.mean(axis=0), clarities.std(axis=0) + TINY
    model = LogisticRegression(C=1.0, max_iter=1000)
    model.fit((clarities - mean) / scale, yes, sample_weight=weight)
    weights = model.coef_[0] / scale
    return Logistic(weights, float(model.intercept_[0] - mean @ weights))


def _of_best(rows: Matrix, order: NDArray[np.intp], name: str) -> float:
    return float(rows[order[0], FEATURES.index(name)]) if len(order) else 0.0


def _ahead(rows: Matrix, order: NDArray[np.intp], name: str) -> float:
    """How far the best guide's feature lies above that of every other guide."""
    if len(order) < 2:
        return 0.0
    column = FEATURES.index(name)
    return float(rows[order[0], column] - rows[order[1:], column].max())
