"""A linear classifier of matters, trained on everything that is known to mean each of them.

It weighs what tells one matter from its neighbours, which nearness cannot: "遗失" among the
cards. It knows only the matters it was trained on; a guide saved since then is
`UNCLASSIFIED`, and the choice among matters has learnt to do without.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge_base.embedding.encoder import Vectors
from knowledge_base.softmax import Softmax, fit_softmax

NONE, VAGUE = "", "?"
"""The classes of questions that no guide answers, and that several might."""
LEAST, UNCLASSIFIED = -12.0, -13.0
"""The floor of the log-probabilities, and what a matter gets that was not trained on."""
STRENGTH = 10.0
ITERATIONS = 40
"""Enough: of the questions by other writers, 30 find .9605 and 60 find .9611."""


@dataclass(frozen=True)
class Classifier:
    """Over character n-grams and vectors in the metric."""

    ngrams: Any
    softmax: Softmax

    def log_probabilities(self, text: str, point: Vectors, items: list[str]) -> Vectors:
        """[len(items)]. `text`: normalised; `point`: in the metric, [d]; `items` may hold
        `NONE` and `VAGUE`."""
        scores = self.softmax.log_probabilities(self.ngrams.transform([text]), point)
        known = dict(zip(self.softmax.classes, scores.tolist(), strict=True))
        return np.array(
            [max(known[item], LEAST) if item in known else UNCLASSIFIED for item in items]
        )


def fit_classifier(texts: list[str], points: Vectors, items: list[str]) -> Classifier:
    """`texts`: normalised [n]; `points`: in the metric [n, d]; `items`: [n]."""
    ngrams = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    grams = ngrams.fit_transform(texts)
    return Classifier(ngrams, fit_softmax(grams, points, items, STRENGTH, ITERATIONS))
