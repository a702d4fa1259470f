"""Practice questions by kind, and what is labelled with aspect or fact, fold by fold."""

import numpy as np
import pytest

from knowledge_base.corpus import FOLDS, Question, in_conversation, read_corpus
from tests.knowledge_base.small_world import ASKS_EACH, GUIDES, small_cache, small_corpus


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        (Question("办证", ["a"]), "practice"),
        (Question("办证", ["a", "b"]), "practice_ambiguous"),
        (Question("办证", ["a", "b"], after="c"), "practice_ambiguous"),
        (Question("那个呢", ["a"], after="a"), "practice_dialogue"),
        (Question("再见", []), "practice_leaving"),
        (Question("再见", [], after="a"), "practice_leaving"),
    ],
)
def test_kinds(question: Question, kind: str) -> None:
    assert question.kind == kind


def test_a_conversation_is_rows_that_go_on() -> None:
    """A row goes on where its `after` is what the row above was about."""
    rows = [
        Question("一", ["a"]),
        Question("二", ["a"], after="a"),
        Question("三", ["b"], after="a"),
        Question("四", ["c"], after="b"),
        Question("五", ["a"], after="c"),
        Question("六", [], after="a"),
        Question("七", ["b"], after="a"),
        Question("八", ["b"], after="d"),
        Question("九", ["c"]),
    ]
    before = [row.before for row in in_conversation(rows)]
    assert before == [(), (), (), ("a",), ("b", "a"), ("c", "b"), ("c", "b"), (), ()]


def test_each_labelled_phrasing_is_left_out_of_one_fold() -> None:
    corpus = small_corpus()
    asks = {ask.text: ask.aspect for guide in GUIDES for ask in guide.asks}
    whole = corpus.aspect_rows()
    assert dict(zip(whole[0], whole[2], strict=True)).items() >= asks.items()
    left_out = [set(whole[0]) - set(corpus.aspect_rows(fold)[0]) for fold in range(FOLDS)]
    assert set(asks) <= set.union(*left_out)
    assert sum(len(texts & set(asks)) for texts in left_out) == len(GUIDES) * ASKS_EACH
    for fold in range(FOLDS):
        texts, vectors, aspects = corpus.aspect_rows(fold)
        assert len(texts) == len(vectors) == len(aspects)
        assert set(corpus.follow_up_texts) <= set(texts)


def test_practised_are_the_questions_of_one_guide_with_a_fact() -> None:
    corpus = small_corpus()
    of_bell = corpus.practised("ling")
    assert [question.text for question, _ in of_bell] == [f"我的风铃{n}" for n in range(5)]
    for question, vector in of_bell:
        assert np.array_equal(vector, small_cache().queries([question.text])[0])
    assert [question.fact for question, _ in corpus.practised("deng")] == ["unknown"]
    assert corpus.practised("deng-ji") == []


@pytest.mark.parametrize("fold", range(FOLDS))
def test_a_practised_question_is_left_out_of_its_fold(fold: int) -> None:
    corpus = small_corpus()
    texts = {question.text for question, _ in corpus.practised("ling", fold)}
    left_out = [q.text for i, q in enumerate(corpus.practice) if i % FOLDS == fold]
    assert texts == {f"我的风铃{n}" for n in range(5)} - set(left_out)
    assert len(texts) == 4


def test_practice_that_no_guide_there_answers_is_left_out() -> None:
    corpus = read_corpus({guide.id: guide for guide in GUIDES}, small_cache())
    known = {guide.id for guide in GUIDES}
    assert all({*question.accept} <= known for question in corpus.practice)
    assert len(corpus.practice) == len(corpus.practice_vectors)


def test_an_unchanged_guide_is_taken_over() -> None:
    cache, guides = small_cache(), {guide.id: guide for guide in GUIDES}
    before = read_corpus(guides, cache)
    changed = GUIDES[0].model_copy(update={"aliases": ["放纸鸢"]})
    after = read_corpus(guides | {changed.id: changed}, cache, before)
    assert all(a is b for a, b in zip(after.guides[1:], before.guides[1:], strict=True))
    assert "放纸鸢" in [entry.text for entry in after.guides[0].entries]
