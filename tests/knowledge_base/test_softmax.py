"""The logistic regression over n-grams beside vectors."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from knowledge_base.embedding.encoder import Vectors
from knowledge_base.softmax import Softmax, fit_softmax

LABELS = ["bell", "kite", "lamp", "bell", "kite", "lamp"]
ONE_EACH = np.eye(3, dtype=np.float32)[[0, 1, 2, 0, 1, 2]]
BLANK = np.zeros((6, 2), dtype=np.float32)
RANDOM = np.random.default_rng(0)
MIXED = (RANDOM.random((60, 7)) < 0.3).astype(np.float32)
POINTS = RANDOM.normal(size=(60, 4)).astype(np.float32)
MIXED_LABELS = RANDOM.choice(["bell", "kite", "lamp"], size=60).tolist()
WEIGHTS = RANDOM.integers(1, 4, size=60).astype(np.float64)


def fit(
    grams: Vectors,
    points: Vectors,
    labels: list[str],
    strength: float = 1.0,
    weights: NDArray[np.float64] | None = None,
) -> Softmax:
    return fit_softmax(csr_matrix(grams), points, labels, strength, 500, weights)


def table(softmax: Softmax, grams: Vectors, points: Vectors) -> Vectors:
    """Probabilities [n, classes]."""
    rows = csr_matrix(grams)
    logs = [softmax.log_probabilities(rows[i], point) for i, point in enumerate(points)]
    return np.exp(np.stack(logs))


@pytest.mark.parametrize(("grams", "points"), [(ONE_EACH, BLANK), (BLANK, ONE_EACH)])
def test_either_part_alone_tells_classes_apart(grams: Vectors, points: Vectors) -> None:
    softmax = fit(grams, points, LABELS, strength=100.0)
    assert softmax.classes == ["bell", "kite", "lamp"]
    assert (softmax.of_grams.shape[0], softmax.of_points.shape[0]) == (
        grams.shape[1],
        points.shape[1],
    )
    np.testing.assert_array_less(0.95, table(softmax, grams, points)[ONE_EACH == 1])


def test_a_weaker_fit_is_less_sure() -> None:
    strong, weak = (fit(ONE_EACH, BLANK, LABELS, strength) for strength in (100.0, 0.1))
    right = ONE_EACH == 1
    sure, unsure = (table(softmax, ONE_EACH, BLANK)[right] for softmax in (strong, weak))
    assert 1 / 3 < unsure.min() <= unsure.max() < 0.5 < sure.min()


def test_of_one_class_it_is_sure() -> None:
    softmax = fit(ONE_EACH, BLANK, ["kite"] * 6)
    assert softmax.classes == ["kite"]
    assert table(softmax, ONE_EACH, BLANK) == pytest.approx(1.0)


def test_rows_that_say_nothing_leave_the_weighted_shares() -> None:
    nothing, labels = np.zeros((4, 2), dtype=np.float32), ["kite", "kite", "kite", "bell"]
    plain = table(fit(nothing, nothing, labels), nothing, nothing)[0]
    assert plain == pytest.approx([0.25, 0.75], abs=1e-3)
    even = fit(nothing, nothing, labels, weights=np.array([1.0, 1.0, 1.0, 3.0]))
    assert table(even, nothing, nothing)[0] == pytest.approx([0.5, 0.5], abs=1e-3)


def test_a_weight_counts_like_so_many_rows() -> None:
    weighted = fit(MIXED, POINTS, MIXED_LABELS, weights=WEIGHTS)
    often = np.repeat(np.arange(60), WEIGHTS.astype(int))
    repeated = fit(MIXED[often], POINTS[often], [MIXED_LABELS[i] for i in often])
    found = table(weighted, MIXED, POINTS)
    np.testing.assert_allclose(found, table(repeated, MIXED, POINTS), atol=0.005)
    unweighted = table(fit(MIXED, POINTS, MIXED_LABELS), MIXED, POINTS)
    assert np.abs(found - unweighted).max() > 0.05


def test_it_finds_what_scikit_learn_finds() -> None:
    softmax = fit(MIXED, POINTS, MIXED_LABELS, strength=2.0, weights=WEIGHTS)
    other = LogisticRegression(C=2.0, max_iter=1000, tol=1e-8)
    joined = np.concatenate([MIXED, POINTS], axis=1)
    other.fit(joined, MIXED_LABELS, sample_weight=WEIGHTS)
    assert softmax.classes == other.classes_.tolist()
    np.testing.assert_allclose(
        table(softmax, MIXED, POINTS), other.predict_proba(joined), atol=0.005
    )


@pytest.mark.parametrize("scale", [0.0, 1.0, 1e3])
def test_probabilities_sum_to_one(scale: float) -> None:
    softmax = fit(MIXED, POINTS, MIXED_LABELS)
    found = table(softmax, MIXED * np.float32(scale), POINTS * np.float32(scale))
    assert found.shape == (60, 3)
    np.testing.assert_allclose(found.sum(axis=1), 1.0, atol=1e-3)
