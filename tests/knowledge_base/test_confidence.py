"""How sure the best matter is: a probability, higher where more was right."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from knowledge_base.confidence import Logistic, Sure, clarity, fit_logistic
from knowledge_base.ranker import FEATURES, NONE_FEATURES

numbers = st.floats(-100, 100)
NONE = np.zeros(len(NONE_FEATURES))


def plain(guides: int) -> np.ndarray:
    return np.zeros((guides, len(FEATURES)))


def read(*p: float, text: str = "怎么办居住证") -> np.ndarray:
    """The clarity of these probabilities, last that of none, where features tell nothing."""
    return clarity(text, plain(len(p) - 1), NONE, np.array(p))


@given(hnp.arrays(float, 3, elements=numbers), hnp.arrays(float, 3, elements=numbers), numbers)
def test_it_is_a_probability(features: np.ndarray, weights: np.ndarray, bias: float) -> None:
    assert 0 <= Logistic(weights, bias).of(features) <= 1


def clear_and_unclear(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Right with a chance that grows with the second of three features, whose scale is odd."""
    random = np.random.default_rng(seed)
    rows = random.normal(size=(count, 3)) * [1, 1000, 1] + [5, -3000, 0]
    chance = 1 / (1 + np.exp(-(rows[:, 1] + 3000) / 500))
    return rows, (random.uniform(size=count) < chance).astype(float)


def test_the_fit_finds_the_chance_of_being_right() -> None:
    rows, right = clear_and_unclear(3000, seed=1)
    confidence = fit_logistic(rows, right, np.ones(len(rows)))
    fresh, truth = clear_and_unclear(3000, seed=2)
    sure = np.array([confidence.of(row) for row in fresh])
    for low in (0.0, 0.25, 0.5, 0.75):
        among = (low <= sure) & (sure < low + 0.25)
        assert truth[among].mean() == pytest.approx(sure[among].mean(), abs=0.07)


def test_a_feature_that_never_changes_does_no_harm() -> None:
    rows, right = clear_and_unclear(300, seed=1)
    still = np.column_stack([rows, np.full(len(rows), 7.0)])
    confidence = fit_logistic(still, right, np.ones(len(rows)))
    bare = fit_logistic(rows, right, np.ones(len(rows)))
    assert confidence.of(still[0]) == pytest.approx(bare.of(rows[0]), abs=1e-3)


@pytest.mark.parametrize("always", [0.0, 1.0])
def test_what_is_always_so_is_certain(always: float) -> None:
    rows = np.random.default_rng(1).normal(size=(5, 2))
    fitted = fit_logistic(rows, np.full(5, always), np.ones(5))
    assert fitted.of(rows[0]) == pytest.approx(always, abs=1e-6)


def test_an_answer_to_what_is_vague_is_not_right() -> None:
    assert Sure(right=0.9, vague=0.0, uncovered=0.1).confidence == 0.9
    assert Sure(right=0.9, vague=0.5, uncovered=0.1).confidence == pytest.approx(0.45)
    assert Sure(right=0.9, vague=1.0, uncovered=0.1).confidence == 0


def test_weight_counts() -> None:
    rows = np.zeros((2, 1))
    confidence = fit_logistic(rows, np.array([1.0, 0.0]), np.array([3.0, 1.0]))
    assert confidence.of(rows[0]) == pytest.approx(0.75, abs=0.02)


@pytest.mark.parametrize("p", [(1.0,), (1.0, 0.0), (0.0, 1.0), (0.5, 0.5, 0.0), (0.0, 0.0, 1.0)])
def test_clarity_is_finite_however_many_guides_there_are(p: tuple[float, ...]) -> None:
    clear = read(*p)
    assert np.isfinite(clear).all()
    assert clear.shape == read(0.5, 0.5).shape


@pytest.mark.parametrize("text", ["", "办", "办证", "a" * 10_000])
def test_clarity_is_finite_however_long_the_text(text: str) -> None:
    assert np.isfinite(read(0.9, 0.05, 0.05, text=text)).all()


def test_the_order_of_the_guides_does_not_matter() -> None:
    rows = np.random.default_rng(1).normal(size=(4, len(FEATURES)))
    p, order = np.array([0.1, 0.5, 0.2, 0.1, 0.1]), [2, 0, 3, 1]
    turned = np.append(p[:-1][order], p[-1])
    assert np.allclose(clarity("办", rows, NONE, p), clarity("办", rows[order], NONE, turned))


def test_clear_questions_can_be_told_from_unclear_ones() -> None:
    """One reading far before the others, or two alike."""
    random = np.random.default_rng(1)
    clear = [read(0.8 + 0.1 * x, 0.05, 0.02) for x in random.uniform(size=50)]
    unclear = [read(0.35 + 0.1 * x, 0.35, 0.2) for x in random.uniform(size=50)]
    right = np.repeat([1.0, 0.0], 50)
    confidence = fit_logistic(np.stack([*clear, *unclear]), right, np.ones(100))
    assert confidence.of(read(0.85, 0.05, 0.02)) > 0.8
    assert confidence.of(read(0.4, 0.35, 0.2)) < 0.2
