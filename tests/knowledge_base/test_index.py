"""The index: floor, order, bigrams; with no guide, one guide and words nobody knows."""

import numpy as np
import pytest

from knowledge_base.classifier import NONE, UNCLASSIFIED, Classifier, fit_classifier
from knowledge_base.entries import EncodedGuide, encode
from knowledge_base.index import FLOOR, KINDS, Index, bigrams
from knowledge_base.metric import Block, Metric
from knowledge_base.vectors import VectorCache
from tests.guide_samples import guide
from tests.knowledge_base.small_world import PLAIN, SIZE, small_cache

NOWHERE = np.zeros((8, SIZE), dtype=np.float32)


def classifier() -> Classifier:
    """It knows the kite and questions that no guide answers, not the bell."""
    texts = ["纸鸢登记", "登记纸鸢", "放纸鸢", "纸鸢", "天气如何", "今天天气", "看天气", "天气"]
    return fit_classifier(texts, NOWHERE, ["deng-ji"] * 4 + [NONE] * 4)


def index_of(guides: list[EncodedGuide]) -> Index:
    return Index(guides, PLAIN, classifier())


@pytest.fixture
def cache() -> VectorCache:
    return small_cache()


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
    index = index_of(two)
    text = "登记纸鸢多少钱"
    hits = index.search(text, cache.queries([text])[0])
    assert index.entries[int(hits.sentences.argmax())].text == text
    assert hits.sentences.max() == pytest.approx(1, abs=1e-5)
    assert (hits.sentences > -1).sum() == 3
    assert hits.sentences.min() == -1
    assert hits.centroids.shape == (2,)


def test_bm25_prefers_the_guide_with_the_words(two: list[EncodedGuide], cache: VectorCache) -> None:
    index = index_of(two)
    kite, bell = index._lexical("纸鸢")
    assert kite > bell
    kite, bell = index._lexical("风铃备案")
    assert bell > kite


def test_the_lexical_score_is_a_share_of_the_query(
    two: list[EncodedGuide], cache: VectorCache
) -> None:
    index = index_of(two)
    whole, half = index._lexical("纸鸢"), index._lexical("纸鸢龘")
    assert half == pytest.approx(whole / 2, rel=1e-4)


@pytest.mark.parametrize("text", ["", "？", "龘龘龘", "🙂"])
def test_words_nobody_knows_score_nothing(
    text: str, two: list[EncodedGuide], cache: VectorCache
) -> None:
    hits = index_of(two).search(text, cache.queries([text])[0])
    assert hits.lexical.tolist() == [0, 0]


def test_without_guides(cache: VectorCache) -> None:
    hits = index_of([]).search("纸鸢", cache.queries(["纸鸢"])[0])
    assert hits.sentences.tolist() == [FLOOR]
    assert (len(hits.centroids), len(hits.lexical)) == (0, 0)


def test_with_one_guide(two: list[EncodedGuide], cache: VectorCache) -> None:
    index = index_of(two[:1])
    hits = index.search("纸鸢登记", cache.queries(["纸鸢登记"])[0])
    assert index.items == ["deng-ji"]
    assert (len(hits.centroids), len(hits.lexical)) == (1, 1)
    assert (hits.sentences[:-1] > FLOOR).all()
    assert hits.sentences[-1] == FLOOR


def test_rows_part_the_sentences_by_guide_and_kind(two: list[EncodedGuide]) -> None:
    index = index_of(two)
    rows = np.concatenate(list(index.rows.values()))
    assert sorted(rows.tolist()) == list(range(len(index.entries)))
    assert [index.entries[i].fact for i in index.rows["deng-ji", "fact"]] == [
        fact.id for fact in two[0].guide.facts
    ]
    assert np.allclose(np.linalg.norm(index.centroids, axis=1), 1, atol=1e-5)


def test_rows_filled_up_point_at_the_floor(two: list[EncodedGuide], cache: VectorCache) -> None:
    index = index_of(two)
    hits = index.search("纸鸢", cache.queries(["纸鸢"])[0])
    for kind in KINDS:
        table = index.padded[kind]
        assert len(table) == len(two)
        for item, row in zip(index.items, table, strict=True):
            mine = index.rows[item, kind]
            assert row[: len(mine)].tolist() == mine.tolist()
            assert (row[len(mine) :] == len(index.entries)).all()
            assert (hits.sentences[row[len(mine) :]] == FLOOR).all()


def test_a_guide_that_the_classifier_does_not_know_is_unclassified(
    two: list[EncodedGuide], cache: VectorCache
) -> None:
    index = index_of(two)
    kite = index.search("纸鸢登记", cache.queries(["纸鸢登记"])[0]).classified
    weather = index.search("今天天气", cache.queries(["今天天气"])[0]).classified
    assert kite[0] > weather[0]
    assert kite[1] == weather[1] == UNCLASSIFIED
    assert weather[2] > kite[2]


def test_queries_and_facts_are_compared_in_the_metric(
    two: list[EncodedGuide], cache: VectorCache
) -> None:
    """A metric that shifts facts alone moves facts alone."""
    shift = np.full(SIZE, 0.5)
    shifted = Metric([Block(np.zeros(SIZE), shift, np.eye(SIZE, dtype=np.float32))])
    plain, moved = index_of(two), Index(two, shifted, classifier())
    for row, entry in enumerate(plain.entries):
        same = np.allclose(plain.vectors[row], moved.vectors[row])
        assert same == (entry.kind != "fact")


def test_names_and_texts_are_those_of_each_guide(two: list[EncodedGuide]) -> None:
    index = index_of(two)
    assert "登记纸鸢" in index.names["deng-ji"]
    assert "风铃备案" in index.names["ling"]
    kite, bell = index.texts
    assert "放纸鸢登记" in kite
    assert "风铃备案3" in bell
    assert "风铃" not in kite
