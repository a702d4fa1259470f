"""The questions that the choice of the matter learns from, each searched without itself."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from knowledge_base.case import NO_CASE
from knowledge_base.choice import Choice, Example, Matrix
from knowledge_base.confidence import clarity
from knowledge_base.corpus import FOLDS, Corpus
from knowledge_base.embedding.encoder import Vectors
from knowledge_base.folds import Ground, held_out_asks
from knowledge_base.guide_side import Question
from knowledge_base.ranker import at_hand, features

CHOICE_WEIGHTS = {
    "ask": 0.3,
    "new": 0.2,
    "switch": 1.2,
    "stay": 0.4,
    "left_out": 0.3,
    "practice": 3.0,
    "practice_switch": 1.0,
    "practice_ambiguous": 3.0,
    "practice_dialogue": 4.0,
    "practice_leaving": 4.5,
    "not_covered": 2.0,
    "not_covered_within": 0.8,
    "follow_up": 2.0,
    "follow_up_alone": 0.3,
}
"""What an example of each kind counts in the choice of the matter."""
CONFIDENCE_WEIGHTS = CHOICE_WEIGHTS | {
    "ask": 0.2,
    "practice": 9.0,
    "practice_ambiguous": 3.0,
    "practice_dialogue": 3.0,
    "not_covered": 3.0,
}
"""What it counts in the confidence: nearer to how often such questions are asked, so that
the confidence holds for them."""


@dataclass(frozen=True)
class Asked:
    """A question with the features of all its candidates. `in_thread`: a matter was at hand."""

    text: str
    example: Example
    in_thread: bool

    def read(self, choice: Choice) -> tuple[Matrix, Matrix]:
        """The probabilities [guides + 1], and what tells how clear the question is."""
        p = choice.probabilities(self.example.rows, self.example.none)
        return p, clarity(self.text, self.example.rows, self.example.none, p)

    @property
    def kind(self) -> str:
        return self.example.kind

    @property
    def guides(self) -> frozenset[int]:
        """The right rows without "none of them"."""
        return frozenset(t for t in self.example.targets if t < len(self.example.rows))


class Searched:
    """One question searched in one ground, to make examples of it."""

    def __init__(self, ground: Ground, text: str, vector: Vectors) -> None:
        self._ground, self._text = ground, text
        self._point = ground.metric.queries(vector[None, :])[0]
        self._question = Question(text, vector, self._point, {}, NO_CASE)
        self._hits = ground.index.search(text, vector)

    def example(
        self,
        items: list[str],
        current: str | None,
        kind: str,
        unclassified: str | None = None,
        before: tuple[str, ...] = (),
    ) -> Asked:
        """`items`: the right guides; none: no guide answers. `current`: the matter at hand;
        `before`: those talked about before it."""
        index = self._ground.index
        ground = self._ground
        hand = at_hand(current, ground.side(current), index, self._question) if current else None
        query = ground.background.query(self._text, self._point, current, hand, before)
        rows, none = features(query, self._hits, index, unclassified=unclassified)
        right = tuple(index.items.index(item) for item in items) or (len(rows),)
        example = Example(rows, none, right, CHOICE_WEIGHTS[kind], kind)
        return Asked(self._text, example, current is not None)

    def left_out(self, item: str) -> Asked:
        """As if the right guide did not exist; its names are then another matter's."""
        index, kind = self._ground.index, "left_out"
        query = self._ground.background.query(self._text, self._point, None)
        likeness = float(self._hits.sentences[index.rows[item, "name"]].max(initial=-1))
        names = [name for name in index.names[item] if name in self._text]
        query = replace(
            query,
            other_matter=max(query.other_matter, likeness),
            other_name=max(query.other_name, *map(len, names), 0),
        )
        rows, none = features(query, self._hits, index, without=item)
        example = Example(rows, none, (len(rows),), CHOICE_WEIGHTS[kind], kind)
        return Asked(self._text, example, in_thread=False)


def matter_examples(corpus: Corpus, ground: Ground, fold: int) -> Iterator[Asked]:
    """All questions of the fold that the ground lacks."""
    random = np.random.default_rng(fold)
    yield from _asks(corpus, ground, fold, random)
    yield from _practice(corpus, ground, fold, random)
    yield from _background(corpus, ground, fold, random)


def _asks(
    corpus: Corpus, ground: Ground, fold: int, random: np.random.Generator
) -> Iterator[Asked]:
    """The guides' phrasings: each alone, and by turns after another matter, after the same,
    and as if its guide (or another) were new to the classifier, or not there."""
    items = ground.index.items
    for n, (entry, vector) in enumerate(held_out_asks(corpus, fold)):
        searched = Searched(ground, entry.text, vector)
        right, other = [entry.item], str(random.choice(items))
        yield searched.example(right, None, "ask")
        if n % 4 == 0:
            new = entry.item if random.random() < 0.5 else other
            yield searched.example(right, None, "new", unclassified=new)
        elif n % 4 == 1:
            yield searched.example(right, other, "switch")
        elif n % 4 == 2:
            yield searched.example(right, entry.item, "stay")
        else:
            yield searched.left_out(entry.item)


def _practice(
    corpus: Corpus, ground: Ground, fold: int, random: np.random.Generator
) -> Iterator[Asked]:
    """The questions of other writers; those that tell one matter by themselves also after another
    matter, since they mean the same there."""
    items = ground.index.items
    for i, question in enumerate(corpus.practice):
        if i % FOLDS == fold:
            searched = Searched(ground, question.text, corpus.practice_vectors[i])
            yield searched.example(
                question.accept, question.after, question.kind, before=question.before
            )
            other = str(random.choice(items))
            if question.kind == "practice" and other not in question.accept:
                yield searched.example(question.accept, other, "practice_switch")


def _background(
    corpus: Corpus, ground: Ground, fold: int, random: np.random.Generator
) -> Iterator[Asked]:
    """Questions that no guide answers, and follow-ups with and without a matter at hand."""
    items = ground.index.items
    for i, text in enumerate(corpus.not_covered_texts):
        if i % FOLDS == fold:
            searched = Searched(ground, text, corpus.not_covered[i])
            yield searched.example([], None, "not_covered")
            yield searched.example([], str(random.choice(items)), "not_covered_within")
    for i, text in enumerate(corpus.follow_up_texts):
        if i % FOLDS == fold:
            searched = Searched(ground, text, corpus.follow_up_vectors[i])
            yield searched.example([], None, "follow_up_alone")
            for item in random.choice(items, 3):
                yield searched.example([str(item)], str(item), "follow_up")
