"""One guide made ready to be compared with questions: its facts and how they are asked for."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from knowledge_base.case import OwnCase
from knowledge_base.corpus import Practised
from knowledge_base.embedding.encoder import Vectors
from knowledge_base.entries import EncodedGuide
from knowledge_base.index import FLOOR, bigrams
from knowledge_base.metric import Metric, unit
from knowledge_base.phrasing_model import PhrasingModel
from knowledge_base.schema import Fact
from messages import Aspect

NEVER = (FLOOR, -0.3, 0.0, 1.0, 0.0)
"""The five of `Nearness.by` for a label that no phrasing has."""
Five = tuple[float, float, float, float, float]
Label = TypeVar("Label")


@dataclass(frozen=True)
class Question:
    """`text`: normalised; `vector`: raw; `point`: in the metric; `aspects`: probabilities;
    `case`: the citizen's own."""

    text: str
    vector: Vectors
    point: Vectors
    aspects: dict[Aspect, float]
    case: OwnCase

    @cached_property
    def grams(self) -> set[str]:
        return set(bigrams(self.text))


@dataclass(frozen=True)
class Nearness:
    """How near a question is to the facts and to the phrasings. `likeness`, `asked`: cosines in
    the metric, [facts] and [phrasings]; `…_within`: the same, of what sets them off from the
    rest of the guide; `asked_words`: share of bigrams, [phrasings]; `fact_scores`,
    `aspect_scores`: of the guide's phrasing model."""

    likeness: Vectors
    likeness_within: Vectors
    asked: Vectors
    asked_within: Vectors
    asked_words: Vectors
    fact_scores: dict[Hashable, float]
    aspect_scores: dict[Hashable, float]

    def by(self, labels: list[Label]) -> dict[Label, Five]:
        """For each label of the phrasings: the three of the nearest with it, 0 for "there is
        one", and the share of phrasings that have it."""
        found: dict[Label, Five] = {}
        for label in dict.fromkeys(labels):
            mine = [i for i, other in enumerate(labels) if other == label]
            found[label] = (
                float(self.asked[mine].max()),
                float(self.asked_within[mine].max()),
                float(self.asked_words[mine].max()),
                0.0,
                len(mine) / len(labels),
            )
        return found


class GuideSide:
    """A guide's facts and labelled phrasings: its own and those of practice.

    The metric takes out what phrasings of one matter differ in, and that is just what tells
    its facts apart. So the raw vectors are used as well, less the guide's mean.
    """

    def __init__(self, encoded: EncodedGuide, metric: Metric, practised: list[Practised]) -> None:
        entries = encoded.entries
        facts = [i for i, entry in enumerate(entries) if entry.kind == "fact"]
        own = [i for i, e in enumerate(entries) if e.kind == "ask" and e.fact is not None]
        stated = encoded.vectors[facts]
        asked = np.concatenate([encoded.vectors[own], *(v[None, :] for _, v in practised)])
        self.facts: list[Fact] = encoded.guide.facts
        self.asked_facts = [entries[i].fact for i in own] + [q.fact for q, _ in practised]
        self.asked_aspects = [entries[i].aspect for i in own] + [q.aspect for q, _ in practised]
        self.grams = [set(bigrams(entries[i].text)) for i in facts]
        texts = [entries[i].text for i in own] + [question.text for question, _ in practised]
        self._ask_grams = [set(bigrams(text)) for text in texts]
        self._parts = np.cumsum(metric.parts)[:-1]
        self._facts, self._asks = metric.passages(stated), metric.queries(asked)
        self._mean = (asked if len(asked) else stated).mean(axis=0)
        self._asks_within = self._within(asked - self._mean)
        self._facts_within = self._within(stated - stated.mean(axis=0))
        self._model = PhrasingModel(
            [*texts, *(entries[i].text for i in facts)],
            np.concatenate([self._asks_within, self._facts_within]),
            [
                [*self.asked_facts, *(fact.id for fact in self.facts)],
                [*self.asked_aspects, *(fact.aspects[0] for fact in self.facts)],
            ],
        )

    def nearness(self, question: Question) -> Nearness:
        within = self._within((question.vector - self._mean)[None, :])[0]
        grams = question.grams
        words = [len(grams & g) / max(1.0, (len(grams) * len(g)) ** 0.5) for g in self._ask_grams]
        fact_scores, aspect_scores = self._model.scores(question.text, within)
        return Nearness(
            likeness=self._facts @ question.point,
            likeness_within=self._facts_within @ within,
            asked=self._asks @ question.point,
            asked_within=self._asks_within @ within,
            asked_words=np.array(words),
            fact_scores=fact_scores,
            aspect_scores=aspect_scores,
        )

    def _within(self, differences: Vectors) -> Vectors:
        """Unit length in each encoder's part, so that the cosine is their mean."""
        split = np.split(differences, self._parts, axis=1)
        joined: Vectors = np.concatenate([unit(part) for part in split], axis=1)
        joined /= np.float32(np.sqrt(len(split)))
        return joined
