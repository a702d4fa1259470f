"""The conditional logit: probabilities, and that the fit finds what the data say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from knowledge_base.entries import encode
from knowledge_base.index import Index
from knowledge_base.metric import fit_metric
from knowledge_base.ranker import FEATURES, NONE_FEATURES, Query, Ranker, features
from knowledge_base.training import Example, fit_ranker
from knowledge_base.vectors import VectorCache
from tests.guide_samples import guide
from tests.knowledge_base.fake_encoder import FakeEncoder

numbers = st.floats(-50, 50)


@given(
    hnp.arrays(float, st.tuples(st.integers(0, 5), st.just(3)), elements=numbers),
    hnp.arrays(float, 2, elements=numbers),
)
def test_probabilities_sum_to_one_with_none_last(rows: np.ndarray, none: np.ndarray) -> None:
    ranker = Ranker(np.array([1.0, -2.0, 0.5]), np.array([1.0, 1.0]))
    p = ranker.probabilities(rows, none)
    assert p.shape == (len(rows) + 1,)
    assert p.min() >= 0
    assert p.sum() == pytest.approx(1)


def test_without_guides_none_is_certain() -> None:
    p = Ranker(np.ones(3), np.ones(2)).probabilities(np.empty((0, 3)), np.zeros(2))
    assert p.tolist() == [1.0]


def separable(count: int, seed: int) -> list[Example]:
    """The right guide is the one whose first feature stands out; where none does, none."""
    random = np.random.default_rng(seed)
    examples = []
    for n in range(count):
        rows = random.normal(size=(3 + n % 2, len(FEATURES)))
        rows[:, 0] = random.uniform(0, 0.3, size=len(rows))
        target = int(random.integers(len(rows) + 1))
        if target < len(rows):
            rows[target, 0] = random.uniform(0.7, 1.0)
        none = np.zeros(len(NONE_FEATURES))
        none[0] = 1.0
        examples.append(Example(rows, none, target, 1.0, "ask"))
    return examples


def test_the_fit_recovers_a_separable_problem() -> None:
    ranker = fit_ranker(separable(300, seed=1))
    right = [
        int(ranker.probabilities(e.rows, e.none).argmax()) == e.target
        for e in separable(200, seed=2)
    ]
    assert np.mean(right) > 0.97
    assert abs(ranker.weights[0]) > 5 * np.abs(ranker.weights[1:]).max()


def test_weight_counts() -> None:
    """Two that contradict each other: the heavier one wins."""
    rows, none = np.ones((1, len(FEATURES))), np.eye(len(NONE_FEATURES))[0]
    pair = [Example(rows, none, 0, 3.0, "ask"), Example(rows, none, 1, 1.0, "ask")]
    p = fit_ranker(pair).probabilities(rows, none)
    assert p[0] == pytest.approx(0.75, abs=0.02)


def query(text: str, current: str | None = None) -> Query:
    return Query(text, current, 0.4, 0.3, 0.2, 5)


def small_index() -> tuple[Index, VectorCache]:
    cache = VectorCache(FakeEncoder())
    encoded = [encode(guide(), cache), encode(guide(id="ling", name="风铃", aliases=[]), cache)]
    rows = encoded[0].vectors
    return Index(encoded, fit_metric(rows, ["a"] * len(rows), rows, ["a"] * len(rows))), cache


def test_features_say_what_their_names_say() -> None:
    index, cache = small_index()
    text = "登记纸鸢多少钱"
    hits = index.search(text, cache.encoder.queries([text])[0])
    rows, none = features(query(text, "ling"), hits, index)
    assert rows.shape == (2, len(FEATURES))
    named = [dict(zip(FEATURES, row, strict=True)) for row in rows]
    of_none = dict(zip(NONE_FEATURES, none, strict=True))
    assert named[0]["ask_best"] == pytest.approx(1, abs=1e-3)
    assert named[0]["name_spelt_out"] == pytest.approx(0.4)  # 登记纸鸢
    assert (named[0]["current"], named[1]["current"]) == (0, 1)
    assert (named[0]["current_follow_up"], named[1]["current_follow_up"]) == (0, 0.4)
    assert named[0]["elsewhere"] == 0
    assert of_none["other_matter_spelt_out"] == 0.5
    assert of_none["current"] == 1
    assert of_none["best_ask"] == pytest.approx(1, abs=1e-3)


def test_another_place_counts_unless_the_guide_speaks_of_it() -> None:
    index, cache = small_index()
    text = "广州怎么登记纸鸢"
    hits = index.search(text, cache.encoder.queries([text])[0])
    rows, none = features(query(text), hits, index)
    assert rows[:, FEATURES.index("elsewhere")].tolist() == [1, 1]
    assert none[NONE_FEATURES.index("elsewhere")] == 1
    assert none[NONE_FEATURES.index("current")] == 0
