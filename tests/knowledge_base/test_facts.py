"""Which fact of a guide answers: the features of the choice among its facts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from knowledge_base.case import NO_CASE, OwnCase
from knowledge_base.facts import FEATURES, NONE_FEATURES, UNSETTLED, fact_features, of_own_case
from knowledge_base.guide_side import NEVER
from knowledge_base.schema import Case, Guide
from messages import Aspect
from tests.guide_samples import guide
from tests.knowledge_base.one_guide import (
    FEE,
    MATERIALS,
    PLACE,
    READ,
    TIME,
    WHO,
    labelled_guide,
    question,
    side_of,
)

ASKED = ("asked", "asked_within", "asked_words")
OF_ASKS = (*ASKED, "never_asked", "often_asked")
Named = tuple[list[dict[str, float]], dict[str, float]]


def read(
    sample: Guide, text: str, aspects: dict[Aspect, float] = READ, case: OwnCase = NO_CASE
) -> Named:
    side, asked = side_of(sample), question(text, aspects, case)
    near = side.nearness(asked)
    rows, none = fact_features(side, asked, near)
    assert rows.shape == (len(sample.facts), len(FEATURES))
    assert np.isfinite(rows).all()
    assert np.isfinite(none).all()
    facts = [dict(zip(FEATURES, row.tolist(), strict=True)) for row in rows]
    assert [fact["likeness"] for fact in facts] == near.likeness.tolist()
    assert [fact["likeness_within"] for fact in facts] == near.likeness_within.tolist()
    assert [fact["score"] for fact in facts] == [near.fact_scores[f.id] for f in sample.facts]
    return facts, dict(zip(NONE_FEATURES, none.tolist(), strict=True))


def test_the_fact_that_answers_a_known_phrasing_stands_out() -> None:
    facts, none = read(labelled_guide(), "登记纸鸢多少钱")
    for name in ASKED:
        assert facts[FEE][name] == pytest.approx(1, abs=1e-4)
        assert max(facts[WHO][name], facts[MATERIALS][name], none[name]) < 0.999
    assert none["best_asked"] == facts[FEE]["asked"]
    assert none["best_asked_within"] == facts[FEE]["asked_within"]
    assert none["best_likeness"] == max(fact["likeness"] for fact in facts)
    assert max(facts, key=lambda fact: fact["score"]) is facts[FEE]
    assert none["score"] < facts[FEE]["score"]


def test_a_known_phrasing_without_an_answer_speaks_for_none() -> None:
    facts, none = read(labelled_guide(), "纸鸢登记几天办好")
    for name in ASKED:
        assert none[name] == pytest.approx(1, abs=1e-4)
        assert max(fact[name] for fact in facts) < 0.999
    assert max(none["best_asked"], none["best_asked_within"]) < 0.999
    assert (none["never_asked"], none["often_asked"]) == (0, 0.25)
    assert none["score"] > max(fact["score"] for fact in facts)


def test_how_often_a_fact_is_asked_for() -> None:
    sample = labelled_guide()
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
    assert none["score"] == 0


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


def test_a_guide_of_a_single_fact() -> None:
    sample = guide()
    sample.facts = [sample.facts[FEE]]
    [only], none = read(sample, "登记纸鸢多少钱")
    assert (only["lead"], only["place"]) == (1, 0)
    assert none["best_likeness"] == only["likeness"]


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


@given(st.integers(0, 99), hnp.arrays(float, 6, elements=st.floats(0.01, 1)))
def test_of_another_case_nothing_is_left_and_the_rest_share_it(age: int, p: np.ndarray) -> None:
    sample = guide()
    sample.facts[FEE].when, sample.facts[PLACE].when = Case(age="-17"), Case(hukou="shenzhen")
    kept = of_own_case(
        side_of(sample), question("怎么说", case=OwnCase({"age": age}, {})), p / p.sum()
    )
    share = np.ones(6)
    share[PLACE] = UNSETTLED  # nothing is known of the hukou
    share[FEE] = 0 if age > 17 else 1
    assert kept == pytest.approx(p * share / (p * share).sum())


@given(hnp.arrays(float, 6, elements=st.floats(0.01, 1)))
def test_what_holds_for_everybody_comes_before_one_case_of_it(p: np.ndarray) -> None:
    sample = guide()
    sample.facts[FEE].when = Case(age="-17")
    sample.facts[PLACE].aspects = list(sample.facts[FEE].aspects)
    p = p / p.sum()
    kept = of_own_case(side_of(sample), question("怎么说"), p)
    assert kept[PLACE] > kept[FEE]
    assert kept.sum() == pytest.approx(1)
    unmoved = [i for i in range(6) if i not in {FEE, PLACE}]
    assert kept[unmoved] == pytest.approx(p[unmoved])
