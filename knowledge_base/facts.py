"""Which fact of a guide answers: features of a choice among its facts, or "not said".

Weights come from `training.py`, fitted on phrasings whose answering fact is labelled.
"""

import numpy as np

from knowledge_base.case import OwnCase, fit_of
from knowledge_base.choice import Matrix
from knowledge_base.embedding.encoder import Vectors
from knowledge_base.index import FLOOR, Index, bigrams
from knowledge_base.schema import Guide
from messages import Aspect

FEATURES = [
    "aspect",  # probability that one of its aspects is asked
    "first_aspect",  # probability that its main aspect is asked
    "likeness",  # cosine of the question with the fact
    "asked_best",  # cosine with the nearest phrasing that this fact answers
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
    "unknown_asked",  # cosine with the nearest phrasing the guide has no answer for
    "best_asked",
    "best_likeness",
    "best_aspect",
]

Probabilities = dict[Aspect, float]


def fact_features(
    guide: Guide,
    index: Index,
    text: str,
    point: Vectors,
    aspects: Probabilities,
    case: OwnCase,
) -> tuple[Matrix, Matrix]:
    """Per fact [facts, len(FEATURES)] and for "not said" [len(NONE_FEATURES)].

    `text`: normalised; `point`: its vector in the metric; `aspects`: of the question.
    """
    facts, fact_rows = guide.facts, index.rows[guide.id, "fact"]
    likeness = index.vectors[fact_rows] @ point
    asked = _nearest_asks(guide, index, point)
    grams = set(bigrams(text))
    top = max(aspects, key=lambda a: aspects[a])
    leads = next((i for i, fact in enumerate(facts) if top in fact.aspects), None)
    rows = np.zeros((len(facts), len(FEATURES)))
    for i, fact in enumerate(facts):
        said = set(bigrams(index.entries[fact_rows[i]].text))
        fit = fit_of(fact.when, case)
        rows[i] = [
            min(1.0, sum(aspects.get(a, 0.0) for a in fact.aspects)),
            aspects.get(fact.aspects[0], 0.0),
            likeness[i],
            asked.get(fact.id, FLOOR),
            len(grams & said) / max(1, len(grams)),
            min(4, sum(bool(set(fact.aspects) & set(other.aspects)) for other in facts[:i])),
            float(i == leads),
            float(fit == 1),
            float(fit == -1),
            float(fit == -0.5),
        ]
    covered = {aspect for fact in facts for aspect in fact.aspects}
    none = [
        1.0,
        sum(p for aspect, p in aspects.items() if aspect not in covered),
        asked.get("unknown", FLOOR),
        rows[:, 3].max(),
        float(likeness.max()),
        rows[:, 0].max(),
    ]
    return rows, np.array(none)


def _nearest_asks(guide: Guide, index: Index, point: Vectors) -> dict[str, float]:
    """Best cosine with the phrasings that each fact answers, by fact id or `unknown`."""
    rows = index.rows[guide.id, "ask"]
    nearest: dict[str, float] = {}
    for row, cosine in zip(rows, index.vectors[rows] @ point, strict=True):
        fact = index.entries[row].fact
        if fact is not None:
            nearest[fact] = max(nearest.get(fact, FLOOR), float(cosine))
    return nearest
