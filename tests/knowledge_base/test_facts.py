"""Which fact of a guide answers: the features of the choice among its facts."""

import numpy as np
import pytest

from knowledge_base.case import NO_CASE, OwnCase
from knowledge_base.embedding.encoder import Vectors
from knowledge_base.entries import encode, entries_of
from knowledge_base.facts import FEATURES, NEVER, NONE_FEATURES, FactSide, Question
from knowledge_base.metric import Block, Metric
from knowledge_base.schema import Case, Guide
from messages import Aspect
from tests.guide_samples import guide
from tests.knowledge_base.small_world import PLAIN, SIZE, small_cache

WHO, MATERIALS, FEE, TIME, PLACE = range(5)
ASPECTS: dict[Aspect, float] = {"fee": 0.7, "place": 0.2, "amount": 0.1}
ASKED = ("asked", "asked_within", "asked_words")
OF_ASKS = (*ASKED, "never_asked", "often_asked")
HALF = Block(np.zeros(SIZE // 2), np.zeros(SIZE // 2), np.eye(SIZE // 2, dtype=np.float32))
TWO_PARTS = Metric([HALF, HALF])
Named = tuple[list[dict[str, float]], dict[str, float]]


def labelled() -> Guide:
    """The sample guide with its phrasings labelled; one of them is not answered."""
    sample = guide()
    for ask, fact in zip(sample.asks[:4], ["who", "fee", "materials", "unknown"], strict=True):
        ask.fact = fact
    return sample


def read(
    sample: Guide,
    text: str,
    aspects: dict[Aspect, float] = ASPECTS,
    case: OwnCase = NO_CASE,
    metric: Metric = PLAIN,
    vector: Vectors | None = None,
) -> Named:
    cache = small_cache()
    if vector is None:
        vector = cache.queries([text])[0]
    point = metric.queries(vector[None, :])[0]
    side = FactSide(encode(sample, cache), metric)
    rows, none = side.features(Question(text, vector, point, aspects, case))
    assert rows.shape == (len(sample.facts), len(FEATURES))
    assert np.isfinite(rows).all()
    assert np.isfinite(none).all()
    named = [dict(zip(FEATURES, row.tolist(), strict=True)) for row in rows]
    return named, dict(zip(NONE_FEATURES, none.tolist(), strict=True))


def of_facts(sample: Guide) -> Vectors:
    texts = [entry.text for entry in entries_of(sample) if entry.kind == "fact"]
    return small_cache().passages(texts)


def of_labelled(sample: Guide) -> Vectors:
    return small_cache().queries([ask.text for ask in sample.asks if ask.fact])


@pytest.mark.parametrize("metric", [PLAIN, TWO_PARTS])
def test_the_fact_that_answers_a_known_phrasing_stands_out(metric: Metric) -> None:
    facts, none = read(labelled(), "登记纸鸢多少钱", metric=metric)
    for name in ASKED:
        assert facts[FEE][name] == pytest.approx(1, abs=1e-4)
        assert max(facts[WHO][name], facts[MATERIALS][name], none[name]) < 0.999
    assert none["best_asked"] == facts[FEE]["asked"]
    assert none["best_asked_within"] == facts[FEE]["asked_within"]


def test_a_known_phrasing_without_an_answer_speaks_for_none() -> None:
    facts, none = read(labelled(), "纸鸢登记几天办好")
    for name in ASKED:
        assert none[name] == pytest.approx(1, abs=1e-4)
        assert max(fact[name] for fact in facts) < 0.999
    assert max(none["best_asked"], none["best_asked_within"]) < 0.999
    assert (none["never_asked"], none["often_asked"]) == (0, 0.25)


def test_the_nearest_phrasing_counts() -> None:
    sample = labelled()
    sample.asks[0].fact = "fee"
    for text in ("纸鸢登记", "登记纸鸢多少钱"):
        facts, _ = read(sample, text)
        assert [facts[FEE][name] for name in ASKED] == pytest.approx([1] * 3, abs=1e-4)


def test_words_shared_with_a_phrasing() -> None:
    facts, none = read(labelled(), "纸鸢多少钱")
    assert facts[FEE]["asked_words"] == pytest.approx(4 / (4 * 6) ** 0.5)
    assert facts[WHO]["asked_words"] == pytest.approx(1 / (4 * 3) ** 0.5)
    assert none["asked_words"] == pytest.approx(1 / (4 * 7) ** 0.5)
    silent, _ = read(labelled(), "")
    assert [fact["asked_words"] for fact in silent] == [0] * 5


def test_how_often_a_fact_is_asked_for() -> None:
    sample = labelled()
    sample.asks[4].fact = "fee"
    facts, none = read(sample, "怎么说")
    assert [fact["often_asked"] for fact in facts] == pytest.approx([0.2, 0.2, 0.4, 0, 0])
    assert [fact["never_asked"] for fact in facts] == [0, 0, 0, 1, 1]
    assert tuple(facts[TIME][name] for name in OF_ASKS) == NEVER
    assert none["often_asked"] == pytest.approx(0.2)


def test_without_labels_no_phrasing_speaks() -> None:
    facts, none = read(guide(), "纸鸢登记几天办好")
    for features in (*facts, none):
        assert tuple(features[name] for name in OF_ASKS) == NEVER
    assert (none["best_asked"], none["best_asked_within"]) == NEVER[:2]


def test_likeness_with_the_facts() -> None:
    sample = labelled()
    facts, none = read(sample, "怎么说", vector=of_facts(sample)[TIME])
    assert facts[TIME]["likeness"] == pytest.approx(1, abs=1e-4)
    assert none["best_likeness"] == facts[TIME]["likeness"]
    assert all(fact["likeness"] < 0.999 for fact in facts if fact is not facts[TIME])


@pytest.mark.parametrize("metric", [PLAIN, TWO_PARTS])
def test_likeness_with_what_sets_a_fact_off_from_the_rest(metric: Metric) -> None:
    sample = labelled()
    vectors = of_facts(sample)
    set_off = of_labelled(sample).mean(axis=0) + 3 * (vectors[TIME] - vectors.mean(axis=0))
    facts, _ = read(sample, "怎么说", metric=metric, vector=set_off)
    assert facts[TIME]["likeness_within"] == pytest.approx(1, abs=1e-4)
    assert all(fact["likeness_within"] < 0.999 for fact in facts if fact is not facts[TIME])


def test_without_labels_a_question_is_set_off_from_the_facts() -> None:
    facts, _ = read(guide(), "怎么说", vector=of_facts(guide())[TIME])
    assert facts[TIME]["likeness_within"] == pytest.approx(1, abs=1e-4)
    assert facts[FEE]["likeness_within"] < 0.999


def test_of_a_single_fact_nothing_is_set_off() -> None:
    sample = guide()
    sample.facts = [sample.facts[FEE]]
    for fact in (None, "fee"):
        sample.asks[1].fact = fact
        [only], none = read(sample, "登记纸鸢多少钱")
        assert (only["likeness_within"], only["lead"], only["place"]) == (0, 1, 0)
        assert only["asked"] == pytest.approx(1 if fact else NEVER[0], abs=1e-4)
        assert only["asked_within"] == (0 if fact else NEVER[1])
        assert only["often_asked"] == (1 if fact else 0)
        assert none["best_asked"] == only["asked"]
        assert none["best_likeness"] == only["likeness"]


def test_the_asked_aspect() -> None:
    facts, none = read(guide(), "怎么说")
    assert [fact["aspect"] for fact in facts] == pytest.approx([0, 0, 0.7, 0, 0.2])
    assert [fact["lead"] for fact in facts] == [0, 0, 1, 0, 0]
    assert none["bias"] == 1
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


def test_from_the_fifth_on_places_are_the_same() -> None:
    sample = guide()
    sample.facts = [sample.facts[FEE].model_copy(update={"id": f"fee-{n}"}) for n in range(7)]
    facts, _ = read(sample, "怎么说")
    assert [fact["place"] for fact in facts] == [0, 1, 2, 3, 4, 4, 4]


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
