"""Which label a phrasing has: kernel ridge regression on a handful of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge

from knowledge_base.metric import unit
from knowledge_base.phrasing_model import RIDGE, PhrasingModel
from tests.knowledge_base.small_world import small_cache

TEXTS = ["多少钱", "要交钱吗", "带什么", "要带哪些材料", "去哪里", "在哪里办"]
FACTS = ["fee", "fee", "materials", "materials", "place", "unknown"]
ASPECTS = ["fee", "fee", "materials", "materials", "place", None]
POINTS = small_cache().queries(TEXTS)
MODEL = PhrasingModel(TEXTS, POINTS, [FACTS, ASPECTS])
words = st.text("多少钱要交带什么去哪里办海 ", max_size=8)


@pytest.mark.parametrize("at", range(len(TEXTS)))
def test_a_known_phrasing_has_its_labels(at: int) -> None:
    facts, aspects = MODEL.scores(TEXTS[at], POINTS[at])
    assert max(facts, key=facts.__getitem__) == FACTS[at]
    assert max(aspects, key=aspects.__getitem__) == ASPECTS[at]


def test_words_tell_labels_apart_where_vectors_do_not() -> None:
    facts, _ = MODEL.scores("交多少钱", np.zeros_like(POINTS[0]))
    assert max(facts, key=facts.__getitem__) == "fee"


def test_what_is_like_nothing_scores_as_labels_are_common() -> None:
    facts, aspects = MODEL.scores("龘", np.zeros_like(POINTS[0]))
    third, sixth = pytest.approx(1 / 3), pytest.approx(1 / 6)
    assert facts == {"fee": third, "materials": third, "place": sixth, "unknown": sixth}
    assert aspects == {"fee": third, "materials": third, "place": sixth, None: sixth}


@given(words, st.integers(0, 99))
def test_the_scores_of_all_labels_sum_to_one(text: str, seed: int) -> None:
    point = unit(np.random.default_rng(seed).normal(size=POINTS.shape[1]))
    for scores in MODEL.scores(text, point):
        assert sum(scores.values()) == pytest.approx(1, abs=1e-5)


@given(st.permutations(range(len(TEXTS))), words)
def test_the_order_of_phrasings_does_not_matter(order: list[int], text: str) -> None:
    turned = PhrasingModel([TEXTS[i] for i in order], POINTS[order], [[FACTS[i] for i in order]])
    (scores,) = turned.scores(text, POINTS[0])
    assert scores == pytest.approx(MODEL.scores(text, POINTS[0])[0], abs=1e-5)


@given(words)
def test_it_is_ridge_regression_on_vectors_and_characters(text: str) -> None:
    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True).fit(TEXTS)

    def features(rows: csr_matrix, points: np.ndarray) -> np.ndarray:
        return np.hstack([points, rows.toarray()]) / np.sqrt(2)

    right = np.array([[fact == one for one in ("fee", "place")] for fact in FACTS], dtype=float)
    ridge = Ridge(alpha=RIDGE, fit_intercept=False)
    ridge.fit(features(grams.transform(TEXTS), POINTS), right - right.mean(axis=0))
    asked = features(grams.transform([text]), POINTS[:1])
    fee, place = ridge.predict(asked)[0] + right.mean(axis=0)
    scores = MODEL.scores(text, POINTS[0])[0]
    assert (scores["fee"], scores["place"]) == pytest.approx((fee, place), abs=1e-5)
