"""The index: floor, order, bigrams; with no guide, one guide and words nobody knows."""

import numpy as np
import pytest

from knowledge_base.entries import EncodedGuide, encode
from knowledge_base.index import Index, bigrams
from knowledge_base.metric import Metric
from knowledge_base.vectors import VectorCache
from tests.guide_samples import guide
from tests.knowledge_base.fake_encoder import FakeEncoder

SIZE = 8
PLAIN = Metric(np.zeros(SIZE), np.zeros(SIZE), np.eye(SIZE, dtype=np.float32))
"""Changes nothing."""


@pytest.fixture
def cache() -> VectorCache:
    return VectorCache(FakeEncoder(dimension=SIZE))


@pytest.fixture
def two(cache: VectorCache) -> list[EncodedGuide]:
    bell = guide(
        id="ling",
        name="风铃备案",
        short_name="风铃备案",
        aliases=[],
        asks=[{"text": f"风铃备案{n}", "aspect": "overview", "way": "short"} for n in range(8)],
    )
    return [encode(guide(), cache), encode(bell, cache)]


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("少儿医保", ["少儿", "儿医", "医保"]),
        ("a b，c", ["ab", "bc"]),
        ("保", ["保"]),
        ("", []),
        ("？！🙂", []),
    ],
)
def test_bigrams(text: str, grams: list[str]) -> None:
    assert bigrams(text) == grams


def test_the_same_words_come_first_and_the_unseen_keep_the_floor(
    two: list[EncodedGuide], cache: VectorCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge_base.index.NEIGHBOURS", 3)
    index = Index(two, PLAIN)
    text = "登记纸鸢多少钱"
    hits = index.search(text, cache.queries([text])[0])
    assert index.entries[int(hits.sentences.argmax())].text == text
    assert hits.sentences.max() == pytest.approx(1, abs=1e-5)
    assert (hits.sentences > -1).sum() == 3
    assert hits.sentences.min() == -1
    assert hits.centroids.shape == (2,)


def test_bm25_prefers_the_guide_with_the_words(two: list[EncodedGuide], cache: VectorCache) -> None:
    index = Index(two, PLAIN)
    kite, bell = index._lexical("纸鸢")
    assert kite > bell
    kite, bell = index._lexical("风铃备案")
    assert bell > kite


def test_the_lexical_score_is_a_share_of_the_query(
    two: list[EncodedGuide], cache: VectorCache
) -> None:
    index = Index(two, PLAIN)
    whole, half = index._lexical("纸鸢"), index._lexical("纸鸢龘")
    assert half == pytest.approx(whole / 2, rel=1e-4)


@pytest.mark.parametrize("text", ["", "？", "龘龘龘", "🙂"])
def test_words_nobody_knows_score_nothing(
    text: str, two: list[EncodedGuide], cache: VectorCache
) -> None:
    hits = Index(two, PLAIN).search(text, cache.queries([text])[0])
    assert hits.lexical.tolist() == [0, 0]


def test_without_guides(cache: VectorCache) -> None:
    hits = Index([], PLAIN).search("纸鸢", cache.queries(["纸鸢"])[0])
    assert (len(hits.sentences), len(hits.centroids), len(hits.lexical)) == (0, 0, 0)


def test_with_one_guide(two: list[EncodedGuide], cache: VectorCache) -> None:
    index = Index(two[:1], PLAIN)
    hits = index.search("纸鸢登记", cache.queries(["纸鸢登记"])[0])
    assert index.items == ["deng-ji"]
    assert (len(hits.centroids), len(hits.lexical)) == (1, 1)
    assert (hits.sentences > -1).all()


def test_rows_part_the_sentences_by_guide_and_kind(two: list[EncodedGuide]) -> None:
    index = Index(two, PLAIN)
    rows = np.concatenate(list(index.rows.values()))
    assert sorted(rows.tolist()) == list(range(len(index.entries)))
    assert [index.entries[i].fact for i in index.rows["deng-ji", "fact"]] == [
        fact.id for fact in two[0].guide.facts
    ]
    assert np.allclose(np.linalg.norm(index.centroids, axis=1), 1, atol=1e-5)
