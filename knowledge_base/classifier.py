"""A linear classifier of matters, trained on everything that is known to mean each of them.

It weighs what tells one matter from its neighbours, which nearness cannot: "遗失" among the
cards. It knows only the matters it was trained on; a guide saved since then is
`UNCLASSIFIED`, and the choice among matters has learnt to do without.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from knowledge_base.embedding.encoder import Vectors

NONE = ""
"""The class of questions that no guide answers."""
LEAST, UNCLASSIFIED = -12.0, -13.0
"""The floor of the log-probabilities, and what a matter gets that was not trained on."""
STRENGTH = 10.0
ITERATIONS = 60
"""Enough: on questions by other writers, more change nothing."""


@dataclass(frozen=True)
class Classifier:
    """Multinomial logistic regression over character n-grams and vectors in the metric."""

    ngrams: Any
    weights: Vectors
    bias: Vectors
    items: dict[str, int]

    def log_probabilities(self, text: str, point: Vectors, items: list[str]) -> Vectors:
        """[len(items)]. `text`: normalised; `point`: in the metric, [d]; `items` may hold
        `NONE`."""
        grams = self.ngrams.transform([text])
        split = grams.shape[1]
        scores = self.bias + point @ self.weights[split:]
        scores = scores + grams.data @ self.weights[grams.indices]
        scores -= np.logaddexp.reduce(scores)
        known = [self.items.get(item) for item in items]
        return np.array(
            [UNCLASSIFIED if i is None else max(float(scores[i]), LEAST) for i in known]
        )


def fit_classifier(texts: list[str], points: Vectors, items: list[str]) -> Classifier:
    """`texts`: normalised [n]; `points`: in the metric [n, d]; `items`: [n]."""
    ngrams = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
    features = csr_matrix(hstack([ngrams.fit_transform(texts), csr_matrix(points)]))
    if len(set(items)) < 2:
        return Classifier(ngrams, np.zeros((features.shape[1], 1)), np.zeros(1), {items[0]: 0})
    model = LogisticRegression(C=STRENGTH, max_iter=ITERATIONS)
    model.fit(features.astype(np.float32), items)
    weights, bias = model.coef_, model.intercept_
    if len(weights) == 1:  # of two matters it keeps the second one's odds
        weights, bias = np.vstack([-weights, weights]) / 2, np.append(-bias, bias) / 2
    return Classifier(
        ngrams=ngrams,
        weights=np.ascontiguousarray(weights.T.astype(np.float32)),
        bias=bias.astype(np.float32),
        items={str(item): i for i, item in enumerate(model.classes_)},
    )
