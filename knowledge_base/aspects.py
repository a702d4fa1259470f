"""Which aspect of a matter a question asks for: a linear classifier beside the search."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge_base.embedding.encoder import Vectors
from knowledge_base.softmax import Softmax, fit_softmax
from messages import Aspect

VECTOR_WEIGHT = 3.0
"""How much the sentence vector weighs against character n-grams. Five-fold accuracy on 957
phrasings is .792, .813, .778 at 1, 3, 10."""
STRENGTH = 10.0
ITERATIONS = 60


@dataclass(frozen=True)
class AspectModel:
    """Trained on the guides' own phrasings (`asks`), on practice questions and on known
    follow-ups."""

    ngrams: Any
    mean: Vectors
    softmax: Softmax

    def probabilities(self, text: str, vector: Vectors) -> dict[Aspect, float]:
        """`text` normalised, `vector` [d] from the encoder. Sums to 1."""
        point = (vector - self.mean) * VECTOR_WEIGHT
        p = np.exp(self.softmax.log_probabilities(self.ngrams.transform([text]), point))
        classes = cast(list[Aspect], self.softmax.classes)
        return dict(zip(classes, p.tolist(), strict=True))


def fit_aspects(texts: list[str], vectors: Vectors, aspects: list[str]) -> AspectModel:
    """`texts` normalised [n], `vectors` [n, d]. Each aspect counts as much as any other."""
    ngrams = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
    grams, mean = ngrams.fit_transform(texts), vectors.mean(axis=0)
    count = Counter(aspects)
    even = np.array([len(aspects) / (len(count) * count[aspect]) for aspect in aspects])
    points = (vectors - mean) * VECTOR_WEIGHT
    softmax = fit_softmax(grams, points, aspects, STRENGTH, ITERATIONS, even)
    return AspectModel(ngrams, mean, softmax)
