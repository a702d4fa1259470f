"""The questions that the choices of the fact and of the aspect learn from."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge_base.asked_aspect import ALWAYS_ONE, ASPECTS, aspect_features
from knowledge_base.aspects import AspectModel
from knowledge_base.case import case_in
from knowledge_base.choice import Choice, Example, fit_choice
from knowledge_base.corpus import FOLDS, Corpus
from knowledge_base.embedding.encoder import Vectors
from knowledge_base.facts import fact_features
from knowledge_base.folds import Ground, held_out_asks
from knowledge_base.guide_side import GuideSide, Question
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


def fact_example(row: Labelled, side: GuideSide) -> Example:
    """The facts of the guide as candidates."""
    rows, none = fact_features(side, row.question, side.nearness(row.question))
    ids = [fact.id for fact in side.facts]
    target = ids.index(row.fact) if row.fact in ids else len(ids)
    return Example(rows, none, (target,), WEIGHTS[row.kind], row.kind)


def aspect_example(row: Labelled, side: GuideSide, facts: Choice) -> Example:
    """All aspects as candidates. `facts`: the fitted choice among facts."""
    near = side.nearness(row.question)
    p = facts.probabilities(*fact_features(side, row.question, near))
    rows = aspect_features(side, row.question, near, p)
    target = (ASPECTS.index(row.aspect),)
    return Example(rows, ALWAYS_ONE, target, WEIGHTS[row.kind], row.kind)


def within_examples(
    corpus: Corpus, ground: Ground, fold: int, aspects: AspectModel
) -> tuple[list[Example], list[Example]]:
    """Of facts, and of aspects. The latter need a choice of facts: one fitted on the former."""
    rows = [(row, ground.side(row.item)) for row in labelled(corpus, ground, fold, aspects)]
    of_facts = [fact_example(row, side) for row, side in rows if row.fact is not None]
    facts = fit_choice(of_facts)
    return of_facts, [aspect_example(row, side, facts) for row, side in rows]
