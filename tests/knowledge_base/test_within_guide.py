"""What is asked of one guide: the aspect, and the facts that answer, never another's case."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base import asked_aspect, facts
from knowledge_base.case import NO_CASE, OwnCase
from knowledge_base.choice import Choice
from knowledge_base.guide_side import GuideSide
from knowledge_base.schema import Case
from knowledge_base.within_guide import Within, read_within, without_guide
from tests.knowledge_base.one_guide import FEE, labelled_guide, question, side_of


def weights(names: list[str], **weight: float) -> np.ndarray:
    return np.array([weight.get(name, 0.0) for name in names])


AS_ASKED = Choice(
    weights(facts.FEATURES, asked=40.0, never_asked=-40.0),
    weights(facts.NONE_FEATURES, asked=40.0),
)
"""Goes by the nearest phrasing alone."""
EVEN = Choice(weights(facts.FEATURES), weights(facts.NONE_FEATURES))
AS_READ = Choice(weights(asked_aspect.FEATURES, read=10.0), np.empty(0))


def within(
    text: str, choice: Choice = AS_ASKED, case: OwnCase = NO_CASE, side: GuideSide | None = None
) -> Within:
    side, asked = side or side_of(labelled_guide()), question(text, case=case)
    return read_within(side, asked, side.nearness(asked), choice, AS_READ)


def test_the_fact_that_answers_comes_first() -> None:
    found = within("登记纸鸢多少钱")
    assert (found.facts[0].id, found.close, found.said) == ("fee", 1, True)
    assert len(found.facts) == 5


def test_a_question_without_an_answer_is_not_said() -> None:
    found = within("纸鸢登记几天办好")
    assert (found.close, found.said) == (0, False)


def test_the_likeliest_aspect() -> None:
    found = within("怎么说")
    scores = np.exp(10 * np.array([0.7, 0.2, 0.1, *[0] * (len(asked_aspect.ASPECTS) - 3)]))
    assert found.aspect == "fee"
    assert found.aspect_p == pytest.approx(scores[0] / scores.sum(), abs=5e-5)


def test_all_likely_facts_are_close_and_equals_stay_in_order() -> None:
    """Of five facts and "not said" each has .167; of 35 facts each has .028."""
    sample = labelled_guide()
    found = within("怎么说", EVEN, side=side_of(sample))
    assert [fact.id for fact in found.facts] == [fact.id for fact in sample.facts]
    assert (found.close, found.said) == (5, True)
    sample.facts += [sample.facts[FEE].model_copy(update={"id": f"fee-{n}"}) for n in range(30)]
    found = within("怎么说", EVEN, side=side_of(sample))
    assert [fact.id for fact in found.facts] == [fact.id for fact in sample.facts]
    assert (found.close, found.said) == (0, True)


@given(st.none() | st.integers(0, 99))
def test_a_fact_of_anothers_case_is_never_among_the_facts(age: int | None) -> None:
    sample = labelled_guide()
    sample.facts[FEE].when = Case(age="-17")
    case = NO_CASE if age is None else OwnCase({"age": age}, {})
    found = within("登记纸鸢多少钱", case=case, side=side_of(sample))
    mine = age is None or age <= 17
    assert ("fee" in [fact.id for fact in found.facts]) == mine
    assert len(found.facts) == 4 + mine
    assert (found.facts[0].id == "fee") == mine


def test_where_all_facts_are_of_anothers_case_nothing_is_said() -> None:
    sample = labelled_guide()
    for fact in sample.facts:
        fact.when = Case(age="-17")
    found = within("登记纸鸢多少钱", EVEN, OwnCase({"age": 40}, {}), side_of(sample))
    assert (found.facts, found.close, found.said) == ([], 0, False)


def test_without_a_guide_only_the_words_count() -> None:
    assert without_guide({"place": 0.3, "fee": 0.6, "amount": 0.1}) == ("fee", 0.6, [], 0, True)
