"""From similarities to a probability that this guide answers.

A conditional logit with a reading "none of them": each guide scores a weighted sum of
its features, "none" scores a weighted sum of the query's, and a softmax over all of them
is the probability. Weights come from `training.py`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.elsewhere import is_about_elsewhere, places_in
from knowledge_base.index import Hits, Index

Matrix = NDArray[np.float64]

FEATURES = [
    "ask_best",
    "ask_top3",
    "centroid",
    "fact_best",
    "name_best",
    "lexical",
    "name_spelt_out",
    "elsewhere",
    "current",
    "current_follow_up",
]
NONE_FEATURES = [
    "bias",
    "elsewhere",
    "best_ask",
    "best_lexical",
    "not_covered",
    "follow_up",
    "other_matter",
    "other_matter_spelt_out",
    "current",
]


@dataclass(frozen=True)
class Query:
    """What the ranker knows of a question beside the hits. `follow_up` and `not_covered`:
    best cosine with a known follow-up, with a known question that no guide answers.
    `other_matter`: the same with the names of matters without a guide; `other_name`: the
    length of the longest such name that the text spells out."""

    text: str
    current_item: str | None
    follow_up: float
    not_covered: float
    other_matter: float
    other_name: int


def features(
    query: Query, hits: Hits, index: Index, without: str | None = None
) -> tuple[Matrix, Matrix]:
    """Per guide [guides, len(FEATURES)] and for "none" [len(NONE_FEATURES)]; as if the guide
    `without` did not exist."""
    places = places_in(query.text)
    guides = [(i, item) for i, item in enumerate(index.items) if item != without]
    rows = np.zeros((len(guides), len(FEATURES)))
    for row, (guide, item) in enumerate(guides):
        asks = np.sort(hits.sentences[index.rows[item, "ask"]])
        names_in_text = [len(name) for name in index.names[item] if name in query.text]
        is_current = float(item == query.current_item)
        rows[row] = [
            asks[-1] if len(asks) else -1,
            asks[-3:].mean() if len(asks) else -1,
            hits.centroids[guide],
            hits.sentences[index.rows[item, "fact"]].max(initial=-1),
            hits.sentences[index.rows[item, "name"]].max(initial=-1),
            hits.lexical[guide],
            max(names_in_text, default=0) / 10,
            float(any(place not in index.texts[guide] for place in places)),
            is_current,
            is_current * query.follow_up,
        ]
    none = [
        1.0,
        float(is_about_elsewhere(query.text)),
        rows[:, 0].max(initial=-1),
        rows[:, 5].max(initial=0),
        query.not_covered,
        query.follow_up,
        query.other_matter,
        query.other_name / 10,
        float(query.current_item in index.items),
    ]
    return rows, np.array(none)


@dataclass(frozen=True)
class Ranker:
    """`weights` [len(FEATURES)], `none_weights` [len(NONE_FEATURES)]."""

    weights: Matrix
    none_weights: Matrix

    def probabilities(self, rows: Matrix, none: Matrix) -> Matrix:
        """[guides + 1]: of each guide, and last of "none of them". Sums to 1."""
        scores = np.append(rows @ self.weights, none @ self.none_weights)
        exponent = np.exp(scores - scores.max())
        result: Matrix = exponent / exponent.sum()
        return result
