"""How near a question is to a guide's facts and to its labelled phrasings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.embedding.encoder import Vectors
from knowledge_base.entries import entries_of
from knowledge_base.guide_side import Nearness
from knowledge_base.metric import Metric
from knowledge_base.schema import Guide
from tests.guide_samples import guide
from tests.knowledge_base.one_guide import (
    FEE,
    LABELS,
    TIME,
    TWO_PARTS,
    labelled_guide,
    practised,
    question,
    side_of,
)
from tests.knowledge_base.small_world import PLAIN, small_cache

METRICS = pytest.mark.parametrize("metric", [PLAIN, TWO_PARTS])
ON_THE_HILL = practised("去山顶哪里", "place", "place")
share = st.floats(-1, 1)


def of_facts(sample: Guide) -> Vectors:
    texts = [entry.text for entry in entries_of(sample) if entry.kind == "fact"]
    return small_cache().passages(texts)


def test_labelled_phrasings_of_the_guide_and_of_practice_are_compared_with() -> None:
    side = side_of(labelled_guide(), practice=[ON_THE_HILL])
    assert side.asked_facts == [*LABELS.values(), "place"]
    assert side.asked_aspects == ["overview", "fee", "materials", "time_limit", "place"]


@METRICS
def test_a_known_phrasing_is_nearest_to_itself(metric: Metric) -> None:
    side = side_of(labelled_guide(), metric, [ON_THE_HILL])
    for at, text in enumerate([*LABELS, ON_THE_HILL[0].text]):
        near = side.nearness(question(text, metric=metric))
        for values in (near.asked, near.asked_within, near.asked_words):
            assert len(values) == 5
            assert values[at] == pytest.approx(1, abs=1e-4)
            assert np.delete(values, at).max() < 0.999


@METRICS
def test_a_known_phrasing_scores_for_its_labels(metric: Metric) -> None:
    side = side_of(labelled_guide(), metric, [ON_THE_HILL])
    texts = [*LABELS, ON_THE_HILL[0].text]
    for text, fact, aspect in zip(texts, side.asked_facts, side.asked_aspects, strict=True):
        near = side.nearness(question(text, metric=metric))
        assert max(near.fact_scores, key=near.fact_scores.__getitem__) == fact
        assert max(near.aspect_scores, key=near.aspect_scores.__getitem__) == aspect


def test_facts_are_scored_though_nobody_asks_for_them() -> None:
    near = side_of(guide()).nearness(question("山顶"))
    assert set(near.fact_scores) == {"who", "materials", "fee", "time", "place"}
    assert set(near.aspect_scores) == {"eligibility", "materials", "fee", "time_limit", "place"}
    assert len(near.asked) == len(near.asked_within) == len(near.asked_words) == 0


def test_words_shared_with_a_phrasing() -> None:
    side = side_of(labelled_guide())
    shared = [1 / (4 * 3) ** 0.5, 4 / (4 * 6) ** 0.5, 1 / (4 * 8) ** 0.5, 1 / (4 * 7) ** 0.5]
    assert side.nearness(question("纸鸢多少钱")).asked_words == pytest.approx(shared)
    assert side.nearness(question("")).asked_words.tolist() == [0] * 4


def test_likeness_with_the_facts() -> None:
    sample = labelled_guide()
    near = side_of(sample).nearness(question("怎么说", vector=of_facts(sample)[TIME]))
    assert near.likeness[TIME] == pytest.approx(1, abs=1e-4)
    assert np.delete(near.likeness, TIME).max() < 0.999


@METRICS
def test_likeness_with_what_sets_a_fact_off_from_the_rest(metric: Metric) -> None:
    sample = labelled_guide()
    stated, asked = of_facts(sample), small_cache().queries(list(LABELS))
    set_off = asked.mean(axis=0) + 3 * (stated[TIME] - stated.mean(axis=0))
    near = side_of(sample, metric).nearness(question("怎么说", metric=metric, vector=set_off))
    assert near.likeness_within[TIME] == pytest.approx(1, abs=1e-4)
    assert np.delete(near.likeness_within, TIME).max() < 0.999


def test_without_labels_a_question_is_set_off_from_the_facts() -> None:
    near = side_of(guide()).nearness(question("怎么说", vector=of_facts(guide())[TIME]))
    assert near.likeness_within[TIME] == pytest.approx(1, abs=1e-4)
    assert near.likeness_within[FEE] < 0.999


@pytest.mark.parametrize("fact", [None, "fee"])
def test_of_a_single_fact_and_phrasing_nothing_is_set_off(fact: str | None) -> None:
    sample = guide()
    sample.facts, sample.asks[1].fact = [sample.facts[FEE]], fact
    near = side_of(sample).nearness(question("登记纸鸢多少钱"))
    assert near.likeness_within.tolist() == [0]
    assert near.asked_within.tolist() == ([0] if fact else [])
    assert near.fact_scores == {"fee": pytest.approx(1)}


@given(st.lists(st.tuples(st.sampled_from("abc"), share, share, share), min_size=1))
def test_of_each_label_the_nearest_counts(rows: list[tuple[str, float, float, float]]) -> None:
    labels, asked, within, words = zip(*rows, strict=True)
    nothing = np.empty(0)
    compared = map(np.array, (asked, within, words))
    found = Nearness(nothing, nothing, *compared, {}, {}).by(list(labels))
    assert set(found) == set(labels)
    assert sum(often for *_, often in found.values()) == pytest.approx(1)
    for label, (*nearest, never, often) in found.items():
        mine = [values for other, *values in rows if other == label]
        assert nearest == [max(column) for column in zip(*mine, strict=True)]
        assert (never, often) == (0, pytest.approx(len(mine) / len(rows)))
