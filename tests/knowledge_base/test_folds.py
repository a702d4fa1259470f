"""What a fold leaves out is in no part of its ground, and all folds leave out all."""

from dataclasses import replace

import numpy as np

from knowledge_base.classifier import VAGUE
from knowledge_base.corpus import FOLDS, Corpus
from knowledge_base.folds import Ground, ground_of, held_out_asks
from tests.knowledge_base.small_world import ASKS_EACH, GUIDES


def asks_in(ground: Ground) -> set[str]:
    return {entry.text for entry in ground.index.entries if entry.kind == "ask"}


def test_the_folds_leave_out_every_phrasing_once(corpus: Corpus, grounds: list[Ground]) -> None:
    every = {ask.text for guide in GUIDES for ask in guide.asks}
    held_out = [{entry.text for entry, _ in held_out_asks(corpus, fold)} for fold in range(FOLDS)]
    assert sum(map(len, held_out)) == len(GUIDES) * ASKS_EACH == len(set.union(*held_out))
    for ground, missing in zip(grounds, held_out, strict=True):
        assert asks_in(ground) == every - missing
        assert missing < every


def test_held_out_phrasings_have_their_own_vectors(corpus: Corpus) -> None:
    vectors = {
        entry.text: vector
        for encoded in corpus.guides
        for entry, vector in zip(encoded.entries, encoded.vectors, strict=True)
    }
    for entry, vector in held_out_asks(corpus, 0):
        assert np.array_equal(vector, vectors[entry.text])


def test_names_and_facts_are_never_left_out(grounds: list[Ground]) -> None:
    for ground in grounds:
        for guide in GUIDES:
            assert len(ground.index.rows[guide.id, "fact"]) == len(guide.facts)
            assert len(ground.index.rows[guide.id, "name"]) > 0


def test_a_fold_leaves_out_its_share_of_the_background(
    corpus: Corpus, grounds: list[Ground]
) -> None:
    kept = [len(ground.background.not_covered) for ground in grounds]
    assert sum(kept) == (FOLDS - 1) * len(corpus.not_covered)
    kept = [len(ground.background.follow_ups) for ground in grounds]
    assert sum(kept) == (FOLDS - 1) * len(corpus.follow_up_vectors)
    assert {len(ground.background.other_vectors) for ground in grounds} == {1}


def test_a_fold_leaves_out_its_practice_questions(corpus: Corpus, grounds: list[Ground]) -> None:
    """Those that stay with the matter at hand, or that no guide answers, tell no matter."""
    whole = ground_of(corpus).background.practice
    assert {*whole.labels} == {"deng-ji", "ling", VAGUE}
    assert len(whole.points) == 7
    kept = [len(ground.background.practice.points) for ground in grounds]
    assert sum(kept) == (FOLDS - 1) * 7
    assert max(kept) < 7


def test_the_metric_learns_from_practice_that_is_not_held_out(corpus: Corpus) -> None:
    ling = next(i for i, question in enumerate(corpus.practice) if question.accept == ["ling"])
    vectors = corpus.practice_vectors.copy()
    vectors[ling] += 1
    changed = replace(corpus, practice_vectors=vectors)
    for fold in (ling % FOLDS, (ling + 1) % FOLDS):
        before, after = (ground_of(one, fold).metric.blocks[0].matrix for one in (corpus, changed))
        assert np.array_equal(before, after) == (fold == ling % FOLDS)


def test_the_classifier_has_not_seen_what_its_fold_leaves_out(
    corpus: Corpus, grounds: list[Ground]
) -> None:
    """Only the character n-grams of texts that were seen are known."""
    whole = ground_of(corpus).classifier.ngrams.vocabulary_
    for ground in grounds:
        assert set(ground.classifier.ngrams.vocabulary_) < set(whole)


def test_the_whole_ground_leaves_out_nothing(corpus: Corpus) -> None:
    ground = ground_of(corpus)
    assert asks_in(ground) == {ask.text for guide in GUIDES for ask in guide.asks}
    assert len(ground.background.not_covered) == len(corpus.not_covered)
    assert set(ground.classifier.softmax.classes) > {guide.id for guide in GUIDES}
