"""The aspect classifier learns from words and from vectors."""

import numpy as np
import pytest

from knowledge_base.aspects import fit_aspects

WORDS = {"fee": ["多少钱", "收费吗"], "place": ["去哪里", "在哪个窗口"]}


def test_words_decide_where_vectors_are_noise() -> None:
    random = np.random.default_rng(0)
    rows = [
        (f"{matter}{word}", aspect)
        for aspect, words in WORDS.items()
        for word in words
        for matter in ("医保", "居住证", "年报", "社保", "户口")
    ]
    vectors = 0.01 * random.normal(size=(len(rows), 4)).astype(np.float32)
    model = fit_aspects([t for t, _ in rows], vectors, [a for _, a in rows])
    p = model.probabilities("结婚登记多少钱", np.zeros(4, dtype=np.float32))
    assert set(p) == {"fee", "place"}
    assert sum(p.values()) == pytest.approx(1)
    assert p["fee"] > 0.8


def test_vectors_decide_where_words_are_the_same() -> None:
    vectors = np.array([[1, 0], [0, 1]] * 4, dtype=np.float32)
    model = fit_aspects(["怎么说"] * 8, vectors, ["fee", "place"] * 4)
    assert model.probabilities("怎么说", vectors[0])["fee"] > 0.9
    assert model.probabilities("怎么说", vectors[1])["place"] > 0.9
