"""Which fact of a guide answers: the features of the choice among its facts."""

import numpy as np
import pytest

from knowledge_base.case import NO_CASE, OwnCase
from knowledge_base.classifier import NONE, fit_classifier
from knowledge_base.entries import encode
from knowledge_base.facts import FEATURES, NONE_FEATURES, Probabilities, fact_features
from knowledge_base.index import FLOOR, Index
from knowledge_base.schema import Case, Guide
from tests.guide_samples import guide
from tests.knowledge_base.small_world import PLAIN, SIZE, small_cache

WHO, MATERIALS, FEE, TIME, PLACE = range(5)
ASPECTS: Probabilities = {"fee": 0.7, "place": 0.2, "amount": 0.1}
Named = tuple[list[dict[str, float]], dict[str, float]]


def labelled() -> Guide:
    """The sample guide with its phrasings labelled; one of them is not answered."""
    sample = guide()
    for ask, fact in zip(sample.asks[:4], ["who", "fee", "materials", "unknown"], strict=True):
        ask.fact = fact
    return sample


def read(
    sample: Guide, text: str, aspects: Probabilities = ASPECTS, case: OwnCase = NO_CASE
) -> Named:
    cache = small_cache()
    nowhere = np.zeros((2, SIZE), dtype=np.float32)
    classifier = fit_classifier(["纸鸢", "纸鸢"], nowhere, ["deng-ji", NONE])
    index = Index([encode(sample, cache)], PLAIN, classifier)
    point = PLAIN.queries(cache.queries([text]))[0]
    rows, none = fact_features(sample, index, text, point, aspects, case)
    assert rows.shape == (len(sample.facts), len(FEATURES))
    named = [dict(zip(FEATURES, row.tolist(), strict=True)) for row in rows]
    return named, dict(zip(NONE_FEATURES, none.tolist(), strict=True))


def test_the_fact_that_answers_a_known_phrasing_stands_out() -> None:
    facts, none = read(labelled(), "登记纸鸢多少钱")
    assert facts[FEE]["asked_best"] == pytest.approx(1, abs=1e-4) == none["best_asked"]
    assert facts[WHO]["asked_best"] < 0.999
    assert facts[TIME]["asked_best"] == FLOOR


def test_a_known_phrasing_without_an_answer_speaks_for_none() -> None:
    _, none = read(labelled(), "纸鸢登记几天办好")
    assert none["unknown_asked"] == pytest.approx(1, abs=1e-4)
    assert none["best_asked"] < 0.999
    _, unlabelled = read(guide(), "纸鸢登记几天办好")
    assert unlabelled["unknown_asked"] == FLOOR == unlabelled["best_asked"]


def test_the_asked_aspect() -> None:
    facts, none = read(guide(), "怎么说")
    assert [fact["aspect"] for fact in facts] == pytest.approx([0, 0, 0.7, 0, 0.2])
    assert [fact["lead"] for fact in facts] == [0, 0, 1, 0, 0]
    assert none["aspect_unsaid"] == pytest.approx(0.1)
    assert none["best_aspect"] == pytest.approx(0.7)
    facts, none = read(guide(), "怎么说", {"eligibility": 0.6, "overview": 0.4})
    assert (facts[WHO]["aspect"], facts[WHO]["first_aspect"]) == pytest.approx((1, 0.6))
    assert none["aspect_unsaid"] == 0


def test_an_aspect_the_guide_lacks_has_no_leader() -> None:
    facts, none = read(guide(), "怎么说", {"amount": 1.0})
    assert [fact["lead"] for fact in facts] == [0] * 5
    assert (none["aspect_unsaid"], none["best_aspect"]) == (1, 0)


def test_the_first_of_several_facts_of_an_aspect_leads() -> None:
    sample = guide()
    sample.facts[TIME].aspects = ["fee"]
    sample.facts[PLACE].aspects = ["place", "fee"]
    facts, _ = read(sample, "怎么说")
    assert [fact["lead"] for fact in facts] == [0, 0, 1, 0, 0]
    assert [fact["place"] for fact in facts] == [0, 0, 0, 1, 2]


def test_words_shared_with_the_fact() -> None:
    facts, _ = read(guide(), "山顶办")
    assert facts[PLACE]["shared"] == 1
    assert facts[FEE]["shared"] == 0
    assert [fact["shared"] for fact in read(guide(), "")[0]] == [0] * 5


@pytest.mark.parametrize(
    ("case", "marks"),
    [
        (OwnCase({"age": 12}, {}), (1, 0, 0)),
        (OwnCase({"age": 40}, {}), (0, 1, 0)),
        (NO_CASE, (0, 0, 1)),
    ],
)
def test_whose_case_a_fact_speaks_of(case: OwnCase, marks: tuple[int, int, int]) -> None:
    sample = guide()
    sample.facts[FEE].when = Case(age="-17")
    facts, _ = read(sample, "怎么说", case=case)
    of_case = [
        tuple(fact[name] for name in ("own_case", "other_case", "unsettled_case")) for fact in facts
    ]
    assert of_case[FEE] == marks
    assert of_case[WHO] == (0, 0, 0)
