"""The questions that the search learns from, each searched in an index without it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from knowledge_base.aspects import AspectModel
from knowledge_base.case import case_in
from knowledge_base.choice import Choice, Example, Matrix
from knowledge_base.confidence import clarity
from knowledge_base.corpus import FOLDS, Corpus
from knowledge_base.embedding.encoder import Vectors
from knowledge_base.facts import fact_features
from knowledge_base.folds import Ground, held_out_asks
from knowledge_base.index import Hits
from knowledge_base.ranker import Query, features

PRACTICE = 3.0
"""A question by another writer counts as much as so many of the guides' own phrasings."""


@dataclass(frozen=True)
class Asked:
    """A question with the features of all its candidates."""

    text: str
    example: Example

    def read(self, choice: Choice) -> tuple[Matrix, Matrix]:
        """The probabilities [guides + 1], and what tells how clear the question is."""
        p = choice.probabilities(self.example.rows, self.example.none)
        return p, clarity(self.text, self.example.rows, p)

    @property
    def guides(self) -> frozenset[int]:
        """The right rows without "none of them"."""
        return frozenset(t for t in self.example.targets if t < len(self.example.rows))


@dataclass(frozen=True)
class Teacher:
    """Makes examples of questions searched in one ground."""

    ground: Ground

    def asked(
        self,
        text: str,
        vector: Vectors,
        items: list[str],
        current: str | None,
        kind: str,
        weight: float,
        unclassified: str | None = None,
    ) -> Asked:
        """`items`: the right guides; none: no guide answers."""
        index = self.ground.index
        query, hits = self._search(text, vector, current)
        rows, none = features(query, hits, index, unclassified=unclassified)
        right = tuple(index.items.index(item) for item in items) or (len(rows),)
        return Asked(text, Example(rows, none, right, weight, kind))

    def left_out(self, text: str, vector: Vectors, item: str, weight: float) -> Asked:
        """As if the right guide did not exist; its names are then another matter's."""
        index = self.ground.index
        query, hits = self._search(text, vector, None)
        likeness = float(hits.sentences[index.rows[item, "name"]].max(initial=-1))
        names = [name for name in index.names[item] if name in text]
        query = replace(
            query,
            other_matter=max(query.other_matter, likeness),
            other_name=max(query.other_name, *map(len, names), 0),
        )
        rows, none = features(query, hits, index, without=item)
        return Asked(text, Example(rows, none, (len(rows),), weight, "left_out"))

    def _search(self, text: str, vector: Vectors, current: str | None) -> tuple[Query, Hits]:
        point = self.ground.metric.queries(vector[None, :])[0]
        query = self.ground.background.query(text, point, current)
        return query, self.ground.index.search(text, vector)


def matter_examples(corpus: Corpus, ground: Ground) -> Iterator[Asked]:
    """All questions of the ground's fold."""
    teacher, random = Teacher(ground), np.random.default_rng(ground.fold)
    yield from _asks(corpus, teacher, random)
    yield from _practice(corpus, teacher)
    yield from _background(corpus, teacher, random)


def _asks(
    corpus: Corpus, teacher: Teacher, random: np.random.Generator
) -> Iterator[Asked]:
    """The guides' phrasings: alone, after another matter, after the same, and as they would
    be if the guide (or another) were new to the classifier, or not there."""
    items = teacher.ground.index.items
    for entry, vector in held_out_asks(corpus, _fold(teacher)):
        text, right, other = entry.text, [entry.item], str(random.choice(items))
        new = entry.item if random.random() < 0.5 else other
        yield teacher.asked(text, vector, right, None, "ask", 1.0)
        yield teacher.asked(text, vector, right, None, "new", 0.1, unclassified=new)
        yield teacher.asked(text, vector, right, other, "switch", 0.3)
        yield teacher.asked(text, vector, right, entry.item, "stay", 0.3)
        yield teacher.left_out(text, vector, entry.item, 0.2)


def _practice(corpus: Corpus, teacher: Teacher) -> Iterator[Asked]:
    """The questions of other writers."""
    for i, question in enumerate(corpus.practice):
        if i % FOLDS == _fold(teacher):
            yield teacher.asked(
                question.text,
                corpus.practice_vectors[i],
                question.accept,
                question.after,
                question.kind,
                PRACTICE,
            )


def _background(
    corpus: Corpus, teacher: Teacher, random: np.random.Generator
) -> Iterator[Asked]:
    """Questions that no guide answers, and follow-ups with and without a matter at hand."""
    items = teacher.ground.index.items
    for i, text in enumerate(corpus.not_covered_texts):
        if i % FOLDS == _fold(teacher):
            vector, other = corpus.not_covered[i], str(random.choice(items))
            yield teacher.asked(text, vector, [], None, "not_covered", 1.0)
            yield teacher.asked(text, vector, [], other, "not_covered_within", 0.5)
    for i, text in enumerate(corpus.follow_up_texts):
        if i % FOLDS == _fold(teacher):
            vector = corpus.follow_up_vectors[i]
            yield teacher.asked(text, vector, [], None, "follow_up_alone", 0.5)
            for item in random.choice(items, 3):
                yield teacher.asked(text, vector, [str(item)], str(item), "follow_up", 1.0)


def fact_examples(corpus: Corpus, ground: Ground, aspects: AspectModel) -> Iterator[Example]:
    """The fold's labelled phrasings, with the facts of their guide as candidates."""
    guides = {encoded.guide.id: encoded.guide for encoded in corpus.guides}
    for entry, vector in held_out_asks(corpus, int(ground.fold or 0)):
        if entry.fact is None:
            continue
        guide = guides[entry.item]
        point = ground.metric.queries(vector[None, :])[0]
        p, case = aspects.probabilities(entry.text, vector), case_in(entry.text)
        rows, none = fact_features(guide, ground.index, entry.text, point, p, case)
        ids = [fact.id for fact in guide.facts]
        target = ids.index(entry.fact) if entry.fact in ids else len(ids)
        yield Example(rows, none, (target,), 1.0, str(entry.way))


def _fold(teacher: Teacher) -> int:
    """The fold its ground leaves out."""
    if teacher.ground.fold is None:
        raise ValueError("examples come from a ground that leaves something out")
    return teacher.ground.fold
