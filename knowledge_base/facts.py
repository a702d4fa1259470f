"""Which fact of a guide answers: features of a choice among its facts, or "not said".

Weights come from `training.py`, fitted on phrasings whose answering fact is labelled.
"""

from dataclasses import dataclass

import numpy as np

from knowledge_base.case import OwnCase, fit_of
from knowledge_base.choice import Matrix
from knowledge_base.embedding.encoder import Vectors
from knowledge_base.entries import EncodedGuide
from knowledge_base.index import FLOOR, bigrams
from knowledge_base.metric import Metric, unit
from knowledge_base.schema import Fact
from messages import Aspect

UNKNOWN = "unknown"
"""What a phrasing is labelled with that its guide has no answer for."""
FEATURES = [
    "aspect",  # probability that one of its aspects is asked
    "first_aspect",  # probability that its main aspect is asked
    "likeness",  # cosine of the question with the fact, in the metric
    "likeness_within",  # the same, of what sets them off from the rest of the guide
    "asked",  # cosine with the nearest phrasing that this fact answers, in the metric
    "asked_within",
    "asked_words",  # bigrams shared with the nearest in words
    "never_asked",  # no phrasing is labelled with it
    "often_asked",  # share of the guide's phrasings that it answers
    "shared",  # share of the question's bigrams that stand in the fact
    "place",  # how many facts of the same aspects stand before it
    "lead",  # first of the most probable aspect
    "own_case",
    "other_case",
    "unsettled_case",
]
NONE_FEATURES = [
    "bias",
    "aspect_unsaid",  # probability of the aspects that no fact has
    "asked",  # the same as above, of phrasings the guide has no answer for
    "asked_within",
    "asked_words",
    "never_asked",
    "often_asked",
    "best_asked",
    "best_asked_within",
    "best_likeness",
    "best_aspect",
]


@dataclass(frozen=True)
class Question:
    """`text`: normalised; `vector`: raw; `point`: in the metric; `aspects`: probabilities;
    `case`: the citizen's own."""

    text: str
    vector: Vectors
    point: Vectors
    aspects: dict[Aspect, float]
    case: OwnCase


class FactSide:
    """One guide's facts and labelled phrasings, made ready to be compared with questions.

    The metric takes out what phrasings of one matter differ in, and that is just what tells
    its facts apart. So the raw vectors are used as well, less the guide's mean.
    """

    def __init__(self, encoded: EncodedGuide, metric: Metric) -> None:
        entries, vectors = encoded.entries, encoded.vectors
        facts = [i for i, entry in enumerate(entries) if entry.kind == "fact"]
        asks = [i for i, e in enumerate(entries) if e.kind == "ask" and e.fact is not None]
        self.facts: list[Fact] = encoded.guide.facts
        self._parts = np.cumsum(metric.parts)[:-1]
        self._labels = [entries[i].fact for i in asks]
        self._facts, self._asks = metric.passages(vectors[facts]), metric.queries(vectors[asks])
        self._mean = vectors[asks].mean(axis=0) if asks else vectors[facts].mean(axis=0)
        self._asks_within = self._within(vectors[asks] - self._mean)
        self._facts_within = self._within(vectors[facts] - vectors[facts].mean(axis=0))
        self._grams = [set(bigrams(entries[i].text)) for i in facts]
        self._ask_grams = [set(bigrams(entries[i].text)) for i in asks]
        self._covered = {aspect for fact in self.facts for aspect in fact.aspects}

    def features(self, question: Question) -> tuple[Matrix, Matrix]:
        """Per fact [facts, len(FEATURES)] and for "not said" [len(NONE_FEATURES)]."""
        within = self._within((question.vector - self._mean)[None, :])[0]
        likeness, likeness_within = self._facts @ question.point, self._facts_within @ within
        grams, aspects = set(bigrams(question.text)), question.aspects
        near = self._nearest(question.point, within, grams)
        top = max(aspects, key=lambda a: aspects[a])
        lead = next((i for i, fact in enumerate(self.facts) if top in fact.aspects), None)
        rows = []
        for i, fact in enumerate(self.facts):
            fit = fit_of(fact.when, question.case)
            earlier = [bool(set(fact.aspects) & set(f.aspects)) for f in self.facts[:i]]
            rows.append(
                [
                    min(1.0, sum(aspects.get(a, 0.0) for a in fact.aspects)),
                    aspects.get(fact.aspects[0], 0.0),
                    likeness[i],
                    likeness_within[i],
                    *near.get(fact.id, NEVER),
                    len(grams & self._grams[i]) / max(1, len(grams)),
                    min(4, sum(earlier)),
                    float(i == lead),
                    float(fit == 1),
                    float(fit == -1),
                    float(fit == -0.5),
                ]
            )
        table = np.array(rows, dtype=np.float64)
        none = [
            1.0,
            sum(p for aspect, p in aspects.items() if aspect not in self._covered),
            *near.get(UNKNOWN, NEVER),
            *(table[:, FEATURES.index(name)].max() for name in ("asked", "asked_within")),
            *(table[:, FEATURES.index(name)].max() for name in ("likeness", "aspect")),
        ]
        return table, np.array(none)

    def _nearest(
        self, point: Vectors, within: Vectors, grams: set[str]
    ) -> dict[str | None, tuple[float, ...]]:
        """By fact id or `unknown`: the features `asked` to `often_asked`."""
        cosines, cosines_within = self._asks @ point, self._asks_within @ within
        words = [len(grams & g) / max(1.0, (len(grams) * len(g)) ** 0.5) for g in self._ask_grams]
        nearest: dict[str | None, tuple[float, ...]] = {}
        for label in set(self._labels):
            mine = [i for i, other in enumerate(self._labels) if other == label]
            nearest[label] = (
                float(cosines[mine].max()),
                float(cosines_within[mine].max()),
                max(words[i] for i in mine),
                0.0,
                len(mine) / len(self._labels),
            )
        return nearest

    def _within(self, differences: Vectors) -> Vectors:
        """Unit length in each encoder's part, so that the cosine is their mean."""
        split = np.split(differences, self._parts, axis=1)
        joined: Vectors = np.concatenate([unit(part) for part in split], axis=1)
        return joined / np.float32(np.sqrt(len(split)))


NEVER = (FLOOR, -0.3, 0.0, 1.0, 0.0)
"""The features `asked` to `often_asked` of what no phrasing is labelled with."""
