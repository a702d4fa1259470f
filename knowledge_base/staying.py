"""Whether a question's words alone sound like going on with the matter at hand.

"护照复印件代替可以吗" names another matter's paper and stays; "接着是孩子的" turns away. Learnt
from the conversations of `practice/`, whatever their matters were.
"""

from dataclasses import dataclass
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge_base.embedding.encoder import Vectors
from knowledge_base.softmax import Softmax, fit_softmax

STAYS, LEAVES = "stays", "leaves"
STRENGTH = 3.0
ITERATIONS = 100


@dataclass(frozen=True)
class Staying:
    """Over character n-grams and vectors in the metric. No model where it learnt nothing."""

    ngrams: Any = None
    softmax: Softmax | None = None

    def log_odds(self, text: str, point: Vectors) -> float:
        """That it stays. `text`: normalised; `point`: in the metric, [d]."""
        if self.softmax is None:
            return 0.0
        scores = self.softmax.log_probabilities(self.ngrams.transform([text]), point)
        found = dict(zip(self.softmax.classes, scores.tolist(), strict=True))
        return float(found[STAYS] - found[LEAVES])


def fit_staying(texts: list[str], points: Vectors, stays: list[bool]) -> Staying:
    """`texts`: normalised, said with a matter at hand [n]; `points`: in the metric [n, d];
    `stays`: whether they meant it [n]."""
    if len(set(stays)) < 2:
        return Staying()
    ngrams = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    grams = ngrams.fit_transform(texts)
    labels = [STAYS if stayed else LEAVES for stayed in stays]
    return Staying(ngrams, fit_softmax(grams, points, labels, STRENGTH, ITERATIONS))
