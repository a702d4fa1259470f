"""The questions that the choices of the fact and of the aspect learn from."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge_base.asked_aspect import ALWAYS_ONE, ASPECTS, aspect_features
from knowledge_base.aspects import AspectModel
from knowledge_base.case import case_in
from knowledge_base.choice import Choice, Example, Matrix, fit_choice
from knowledge_base.corpus import FOLDS, Corpus
from knowledge_base.embedding.encoder import Vectors
from knowledge_base.facts import fact_features
from knowledge_base.folds import Ground, held_out_asks
from knowledge_base.guide_side import GuideSide, Nearness, Question
from messages import Aspect

WEIGHTS = {"ask": 0.5, "practice": 1.5, "practice_dialogue": 1.5}
"""What an example of each kind counts."""


@dataclass(frozen=True)
class Labelled:
    """A held-out question whose matter is known. `fact`: the id of the one that answers, or
    `unknown`; None where it is not labelled; `kind`: of its example."""

    item: str
    question: Question
    aspect: Aspect
    fact: str | None
    kind: str


def labelled(corpus: Corpus, ground: Ground, fold: int, aspects: AspectModel) -> Iterator[Labelled]:
    """The questions of the fold that tell an aspect: the guides' own and those of practice."""

    def read(text: str, vector: Vectors) -> Question:
        point = ground.metric.queries(vector[None, :])[0]
        return Question(text, vector, point, aspects.probabilities(text, vector), case_in(text))

    for entry, vector in held_out_asks(corpus, fold):
        if entry.aspect is not None:
            yield Labelled(entry.item, read(entry.text, vector), entry.aspect, entry.fact, "ask")
    for i, question in enumerate(corpus.practice):
        if i % FOLDS == fold and question.aspect is not None and len(question.accept) == 1:
            asked = read(question.text, corpus.practice_vectors[i])
            yield Labelled(question.accept[0], asked, question.aspect, question.fact, question.kind)


@dataclass(frozen=True)
class Compared:
    """A question with its nearness to its guide and the features of the facts."""

    row: Labelled
    side: GuideSide
    near: Nearness
    facts: Matrix
    not_said: Matrix

    @classmethod
    def of(cls, row: Labelled, side: GuideSide) -> "Compared":
        near = side.nearness(row.question)
        return cls(row, side, near, *fact_features(side, row.question, near))

    def fact_example(self) -> Example:
        """The facts of the guide as candidates."""
        ids = [fact.id for fact in self.side.facts]
        target = ids.index(self.row.fact) if self.row.fact in ids else len(ids)
        return Example(self.facts, self.not_said, (target,), WEIGHTS[self.row.kind], self.row.kind)

    def aspect_example(self, choice: Choice) -> Example:
        """All aspects as candidates. `choice`: fitted, among facts."""
        p = choice.probabilities(self.facts, self.not_said)
        rows = aspect_features(self.side, self.row.question, self.near, p)
        target = (ASPECTS.index(self.row.aspect),)
        return Example(rows, ALWAYS_ONE, target, WEIGHTS[self.row.kind], self.row.kind)


def within_examples(
    corpus: Corpus, ground: Ground, fold: int, aspects: AspectModel
) -> tuple[list[Example], list[Example]]:
    """Of facts, and of aspects. The latter need a choice of facts: one fitted on the former."""
    compared = [
        Compared.of(row, ground.side(row.item)) for row in labelled(corpus, ground, fold, aspects)
    ]
    of_facts = [one.fact_example() for one in compared if one.row.fact is not None]
    choice = fit_choice(of_facts)
    return of_facts, [one.aspect_example(choice) for one in compared]
