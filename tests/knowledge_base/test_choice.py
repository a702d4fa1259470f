"""The conditional logit: probabilities, and that the fit finds what the data say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from knowledge_base.choice import Choice, Example, fit_choice

FEATURES, NONE_FEATURES = 4, 2
numbers = st.floats(-50, 50)
PLAIN = np.array([1.0, 0.0])


@given(
    hnp.arrays(float, st.tuples(st.integers(0, 5), st.just(3)), elements=numbers),
    hnp.arrays(float, 2, elements=numbers),
)
def test_probabilities_sum_to_one_with_none_last(rows: np.ndarray, none: np.ndarray) -> None:
    choice = Choice(np.array([1.0, -2.0, 0.5]), np.array([1.0, 1.0]))
    p = choice.probabilities(rows, none)
    assert p.shape == (len(rows) + 1,)
    assert p.min() >= 0
    assert p.sum() == pytest.approx(1)


@given(hnp.arrays(float, st.tuples(st.integers(1, 5), st.just(3)), elements=numbers))
def test_where_one_is_always_right_none_is_impossible(rows: np.ndarray) -> None:
    p = Choice(np.array([1.0, -2.0, 0.5]), np.empty(0)).probabilities(rows, np.empty(0))
    assert p[-1] == 0
    assert p.sum() == pytest.approx(1)


def test_without_candidates_none_is_certain() -> None:
    p = Choice(np.ones(3), np.ones(2)).probabilities(np.empty((0, 3)), np.zeros(2))
    assert p.tolist() == [1.0]


@given(st.permutations(range(4)))
def test_the_order_of_candidates_does_not_matter(order: list[int]) -> None:
    rows = np.random.default_rng(1).normal(size=(4, FEATURES))
    choice = Choice(np.arange(FEATURES, dtype=float), np.ones(2))
    p = choice.probabilities(rows, PLAIN)
    assert np.allclose(choice.probabilities(rows[order], PLAIN)[:-1], p[order])


def separable(count: int, seed: int, none: np.ndarray = PLAIN) -> list[Example]:
    """The right candidate is the one whose first feature stands out; where none does, none,
    unless `none` is empty. Examples have three or four candidates."""
    random = np.random.default_rng(seed)
    examples = []
    for n in range(count):
        rows = random.normal(size=(3 + n % 2, FEATURES))
        rows[:, 0] = random.uniform(0, 0.3, size=len(rows))
        target = int(random.integers(len(rows) + bool(none.size)))
        if target < len(rows):
            rows[target, 0] = random.uniform(0.7, 1.0)
        examples.append(Example(rows, none, (target,), 1.0, "ask"))
    return examples


@pytest.mark.parametrize("none", [PLAIN, np.empty(0)])
def test_the_fit_recovers_a_separable_problem(none: np.ndarray) -> None:
    choice = fit_choice(separable(300, 1, none))
    assert choice.none_weights.shape == none.shape
    right = [
        int(choice.probabilities(e.rows, e.none).argmax()) in e.targets
        for e in separable(200, 2, none)
    ]
    assert np.mean(right) > 0.97
    assert abs(choice.weights[0]) > 5 * np.abs(choice.weights[1:]).max()


def test_weight_counts() -> None:
    """Two that contradict each other: the heavier one wins."""
    rows = np.ones((1, FEATURES))
    pair = [Example(rows, PLAIN, (0,), 3.0, "ask"), Example(rows, PLAIN, (1,), 1.0, "ask")]
    p = fit_choice(pair).probabilities(rows, PLAIN)
    assert p[0] == pytest.approx(0.75, abs=0.02)


def test_no_weight_goes_against_a_none_that_is_impossible() -> None:
    rows, none = np.eye(2), np.empty(0)
    pair = [Example(rows, none, (0,), 3.0, "ask"), Example(rows, none, (1,), 1.0, "ask")]
    choice = fit_choice(pair)
    assert choice.probabilities(rows, none) == pytest.approx([0.75, 0.25, 0], abs=0.02)
    assert choice.weights.sum() == pytest.approx(0, abs=0.01)


def test_any_of_several_targets_will_do() -> None:
    """Only that one of the first two is right is learnt, not which."""
    rows = np.eye(3)
    choice = fit_choice([Example(rows, PLAIN, (0, 1), 1.0, "ask")] * 20)
    p = choice.probabilities(rows, PLAIN)
    assert p[0] == pytest.approx(p[1], abs=1e-3)
    assert p[:2].sum() > 0.8


def test_a_stronger_ridge_is_less_sure() -> None:
    examples = separable(60, seed=1)
    loose, tight = fit_choice(examples, 0.001), fit_choice(examples, 1.0)
    assert np.abs(tight.weights).max() < np.abs(loose.weights).max()
