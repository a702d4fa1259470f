"""The questions the search learns from: right targets, and searched without themselves."""

from collections import Counter

import numpy as np
import pytest

from knowledge_base.choice import Choice
from knowledge_base.corpus import Corpus
from knowledge_base.examples import (
    CHOICE_WEIGHTS,
    CONFIDENCE_WEIGHTS,
    Asked,
    Searched,
    matter_examples,
)
from knowledge_base.folds import Ground, held_out_asks
from knowledge_base.ranker import FEATURES, NONE_FEATURES
from tests.knowledge_base.small_world import GUIDES

ITEMS = [guide.id for guide in GUIDES]
BEST, CURRENT = FEATURES.index("ask_best"), FEATURES.index("current")


@pytest.fixture(scope="module")
def asked(corpus: Corpus, grounds: list[Ground]) -> list[Asked]:
    """All examples of all folds."""
    return [
        one for fold, ground in enumerate(grounds) for one in matter_examples(corpus, ground, fold)
    ]


def of_kind(asked: list[Asked], kind: str) -> list[Asked]:
    return [one for one in asked if one.example.kind == kind]


def right_items(one: Asked) -> set[str]:
    return {ITEMS[i] for i in one.guides}


def test_every_question_is_asked_in_one_fold(asked: list[Asked], corpus: Corpus) -> None:
    asks = {ask.text: guide.id for guide in GUIDES for ask in guide.asks}
    assert Counter(one.text for one in of_kind(asked, "ask")) == Counter(list(asks))
    for kind in ("ask", "switch", "stay", "new"):
        assert of_kind(asked, kind), kind
        for one in of_kind(asked, kind):
            assert right_items(one) == {asks[one.text]}
    kinds = {question.kind for question in corpus.practice}
    practice = Counter(one.text for one in asked if one.kind in kinds)
    assert practice == Counter(question.text for question in corpus.practice)
    for kind in ("not_covered", "not_covered_within"):
        texts = Counter(one.text for one in of_kind(asked, kind))
        assert texts == Counter(corpus.not_covered_texts)


def test_what_is_clear_alone_is_asked_once_more_after_another_matter(
    asked: list[Asked], corpus: Corpus
) -> None:
    clear = {question.text for question in corpus.practice if question.kind == "practice"}
    switched = of_kind(asked, "practice_switch")
    assert switched and {one.text for one in switched} <= clear
    assert max(Counter(one.text for one in switched).values()) == 1
    for one in switched:
        (at_hand,) = np.flatnonzero(one.example.rows[:, CURRENT])
        assert at_hand not in one.guides


def test_a_question_is_never_searched_where_it_stands(asked: list[Asked]) -> None:
    """Its best likeness to a phrasing would be 1."""
    for one in of_kind(asked, "ask"):
        assert one.example.rows[:, BEST].max() < 0.999, one.text


def test_practice_questions_keep_what_is_right(asked: list[Asked], corpus: Corpus) -> None:
    expected = {question.text: set(question.accept) for question in corpus.practice}
    for one in asked:
        if one.example.kind.startswith("practice"):
            assert right_items(one) == expected[one.text]
            none_is_right = len(one.example.rows) in one.example.targets
            assert none_is_right == (not expected[one.text])
    assert {
        kind: len(of_kind(asked, f"practice_{kind}")) for kind in ("ambiguous", "dialogue")
    } == {
        "ambiguous": 1,
        "dialogue": 1,
    }


def test_what_no_guide_answers_has_none_as_target(asked: list[Asked]) -> None:
    for kind in ("not_covered", "not_covered_within", "follow_up_alone", "left_out"):
        assert of_kind(asked, kind), kind
        for one in of_kind(asked, kind):
            assert one.example.targets == (len(one.example.rows),)
            assert one.guides == frozenset()


def test_a_left_out_guide_is_not_among_the_candidates(asked: list[Asked]) -> None:
    assert {len(one.example.rows) for one in of_kind(asked, "left_out")} == {len(ITEMS) - 1}
    spelt = NONE_FEATURES.index("other_matter_spelt_out")
    for one in of_kind(asked, "left_out"):
        assert one.example.none[spelt] == pytest.approx(0.4), one.text  # 纸鸢登记 is four


def test_the_matter_at_hand_of_a_follow_up_is_right(asked: list[Asked]) -> None:
    for one in of_kind(asked, "follow_up") + of_kind(asked, "stay"):
        (right,) = one.guides
        assert one.example.rows[right, CURRENT] == 1
    for one in of_kind(asked, "follow_up_alone") + of_kind(asked, "ask"):
        assert one.example.rows[:, CURRENT].max() == 0


def test_the_same_fold_gives_the_same_examples(corpus: Corpus, grounds: list[Ground]) -> None:
    first, again = (list(matter_examples(corpus, grounds[0], 0)) for _ in range(2))
    for a, b in zip(first, again, strict=True):
        assert (a.text, a.example.kind, a.example.targets) == (
            b.text,
            b.example.kind,
            b.example.targets,
        )
        assert np.array_equal(a.example.rows, b.example.rows)


def test_every_kind_has_its_weights(asked: list[Asked]) -> None:
    assert {one.kind for one in asked} <= set(CHOICE_WEIGHTS) == set(CONFIDENCE_WEIGHTS)
    assert all(one.example.weight == CHOICE_WEIGHTS[one.kind] > 0 for one in asked)
    assert min(CONFIDENCE_WEIGHTS.values()) > 0


def test_what_a_question_is_read_as(asked: list[Asked]) -> None:
    choice = Choice(np.zeros(len(FEATURES)), np.zeros(len(NONE_FEATURES)))
    p, clear = of_kind(asked, "ask")[0].read(choice)
    assert p == pytest.approx([1 / (len(ITEMS) + 1)] * (len(ITEMS) + 1))
    assert np.isfinite(clear).all()


def test_several_guides_may_be_right_or_none(corpus: Corpus, grounds: list[Ground]) -> None:
    entry, vector = held_out_asks(corpus, 0)[0]
    searched = Searched(grounds[0], entry.text, vector)
    both = searched.example(["ling", "deng"], None, "practice_ambiguous")
    assert right_items(both) == {"ling", "deng"}
    none = searched.example([], None, "practice_leaving")
    assert none.example.targets == (len(ITEMS),)
