"""Which matter is meant, how sure that is, and what is done about it."""

import numpy as np
import pytest

from knowledge_base.choice import Choice
from knowledge_base.confidence import Logistic, Sure, clarity
from knowledge_base.matter_model import MatterModel
from knowledge_base.ranker import FEATURES, NONE_FEATURES
from knowledge_base.thresholds import Thresholds

NONE = np.zeros(len(NONE_FEATURES))
ODDS = np.eye(len(clarity("", np.empty((0, len(FEATURES))), NONE, np.ones(1))))[0]
"""Looks at the first of what tells clear questions: the log odds of the best."""
LIKENESS = np.array([10.0 * (name == "ask_best") for name in FEATURES])
MODEL = MatterModel(
    Choice(LIKENESS, np.zeros(len(NONE_FEATURES))),
    (Logistic(ODDS, 0.0), Logistic(-ODDS, 0.0), Logistic(0 * ODDS, 0.0)),
    Thresholds(answer=0.7, vague=0.4, uncovered=0.6, ask_back=0.5),
)


def rows(*likeness: float) -> np.ndarray:
    """Guides as like the question as this, and the same in all else."""
    table = np.zeros((len(likeness), len(FEATURES)))
    table[:, FEATURES.index("ask_best")] = likeness
    return table


def test_it_is_as_sure_as_its_confidence_makes_of_the_probabilities() -> None:
    p, sure = MODEL.read("怎么办居住证", rows(0.1, 0.4, 0.0), NONE)
    scores = np.exp([1, 4, 0, 0])
    assert p == pytest.approx(scores / scores.sum())
    assert sure == pytest.approx((p[1], 1 - p[1], 0.5))


def test_without_guides_none_is_certain_and_nothing_sure() -> None:
    p, sure = MODEL.read("怎么办居住证", rows(), NONE)
    assert p.tolist() == [1]
    assert sure.right < 1e-5
    assert MODEL.verdict(p, Sure(0.99, 0.0, 0.0)) == "decline"


@pytest.mark.parametrize(
    ("p", "sure", "verdict"),
    [
        ((0.6, 0.2, 0.2), (0.7, 0.39, 0.59), "answer"),
        ((0.4, 0.2, 0.4), (0.7, 0.0, 0.0), "answer"),
        ((0.4, 0.1, 0.41), (0.7, 0.0, 0.0), "ask_back"),
        ((0.6, 0.2, 0.2), (0.69, 0.0, 0.0), "ask_back"),
        ((0.6, 0.2, 0.2), (0.99, 0.4, 0.0), "ask_back"),
        ((0.6, 0.2, 0.2), (0.99, 0.0, 0.6), "ask_back"),
        ((0.25, 0.25, 0.5), (0.1, 0.0, 0.0), "ask_back"),
        ((0.25, 0.2, 0.55), (0.1, 0.0, 0.0), "decline"),
        ((0.25, 0.2, 0.55), (0.6, 0.39, 0.0), "decline"),
        ((0.25, 0.2, 0.55), (0.9, 0.4, 0.0), "ask_back"),
    ],
)
def test_verdict(p: tuple[float, ...], sure: tuple[float, float, float], verdict: str) -> None:
    assert MODEL.verdict(np.array(p), Sure(*sure)) == verdict
