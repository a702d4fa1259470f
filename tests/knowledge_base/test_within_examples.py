"""The questions that the choices of fact and aspect learn from, compared without themselves."""

from collections import Counter

import numpy as np
import pytest

from knowledge_base import facts
from knowledge_base.asked_aspect import ALWAYS_ONE, ASPECTS, FEATURES
from knowledge_base.aspects import fit_aspects
from knowledge_base.choice import Choice, Example
from knowledge_base.corpus import Corpus
from knowledge_base.folds import Ground
from knowledge_base.guide_side import GuideSide
from knowledge_base.within_examples import (
    WEIGHTS,
    Compared,
    Labelled,
    labelled,
    within_examples,
)
from tests.knowledge_base.small_world import GUIDES

IDS = [fact.id for fact in GUIDES[0].facts]
Rows = list[tuple[Labelled, GuideSide]]
EVEN = Choice(np.zeros(len(facts.FEATURES)), np.zeros(len(facts.NONE_FEATURES)))


@pytest.fixture(scope="module")
def rows(corpus: Corpus, grounds: list[Ground]) -> Rows:
    """The labelled questions of all folds, each with its guide as its fold leaves it."""
    return [
        (row, ground.side(row.item))
        for fold, ground in enumerate(grounds)
        for row in labelled(corpus, ground, fold, fit_aspects(*corpus.aspect_rows(fold)))
    ]


def test_every_question_that_tells_an_aspect_stands_in_one_fold(rows: Rows) -> None:
    asks = [(g.id, a.text, a.aspect, a.fact, "ask") for g in GUIDES for a in g.asks]
    practice = [("ling", f"我的风铃{n}", "place", "place", "practice") for n in range(5)]
    practice += [("deng", "那个呢", "process", "unknown", "practice_dialogue")]
    practice += [("deng-ji", "我的纸鸢", "overview", None, "practice")]
    found = [(row.item, row.question.text, row.aspect, row.fact, row.kind) for row, _ in rows]
    assert Counter(found) == Counter(asks + practice)


def test_a_question_is_never_compared_with_itself(rows: Rows) -> None:
    for row, side in rows:
        near = side.nearness(row.question)
        assert max(near.asked.max(), near.asked_words.max()) < 0.999, row.question.text


def test_the_labelled_fact_is_right_and_none_where_the_guide_is_silent(rows: Rows) -> None:
    for row, side in rows:
        if row.fact is not None:
            example = Compared.of(row, side).fact_example()
            right = len(IDS) if row.fact == "unknown" else IDS.index(row.fact)
            assert example.targets == (right,)
            assert example.rows.shape == (len(IDS), len(facts.FEATURES))
            assert (example.kind, example.weight) == (row.kind, WEIGHTS[row.kind])


def test_the_labelled_aspect_is_right_and_there_is_always_one(rows: Rows) -> None:
    for row, side in rows:
        example = Compared.of(row, side).aspect_example(EVEN)
        assert [ASPECTS[target] for target in example.targets] == [row.aspect]
        assert example.none is ALWAYS_ONE
        assert example.rows.shape == (len(ASPECTS), len(FEATURES))
        assert (example.kind, example.weight) == (row.kind, WEIGHTS[row.kind])


def test_a_fold_gives_examples_of_facts_and_of_aspects(
    corpus: Corpus, grounds: list[Ground], rows: Rows
) -> None:
    """The aspect's need no labelled fact, and read the choice fitted on the facts'."""
    of_facts, of_aspects = list[Example](), list[Example]()
    for fold, ground in enumerate(grounds):
        aspects = fit_aspects(*corpus.aspect_rows(fold))
        some_facts, some_aspects = within_examples(corpus, ground, fold, aspects)
        of_facts += some_facts
        of_aspects += some_aspects
    assert len(of_facts) == len([row for row, _ in rows if row.fact is not None]) == len(rows) - 1
    assert len(of_aspects) == len(rows)
    main = FEATURES.index("main")
    even = [Compared.of(row, side).aspect_example(EVEN).rows[:, main] for row, side in rows]
    assert not np.allclose([example.rows[:, main] for example in of_aspects], even)
