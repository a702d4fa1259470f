"""Multinomial logistic regression over character n-grams beside dense vectors.

scikit-learn's wants one matrix; with a thousand dense columns beside sparse n-grams that is
either huge or slow. Kept apart, each part is multiplied by the library that is quick at it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from knowledge_base.embedding.encoder import Vectors

HISTORY = 5
"""Steps L-BFGS remembers: more cost memory and change nothing."""


@dataclass(frozen=True)
class Softmax:
    """`of_grams`: [n-grams, classes]; `of_points`: [d, classes]; `bias`: [classes]."""

    classes: list[str]
    of_grams: Vectors
    of_points: Vectors
    bias: Vectors

    def log_probabilities(self, grams: csr_matrix, point: Vectors) -> Vectors:
        """[classes] of one row [1, n-grams] and its point [d]."""
        scores = self.bias + point @ self.of_points + grams.data @ self.of_grams[grams.indices]
        result: Vectors = scores - np.logaddexp.reduce(scores)
        return result


def fit_softmax(
    grams: csr_matrix,
    points: Vectors,
    labels: list[str],
    strength: float,
    iterations: int,
    weights: NDArray[np.float64] | None = None,
) -> Softmax:
    """`grams`: [n, n-grams]; `points`: [n, d]; `labels`: [n]; `strength`: the inverse of the
    ridge; `weights`: [n], of the rows."""
    classes = sorted(set(labels))
    n, k, cut = len(labels), len(classes), grams.shape[1]
    right = np.zeros((n, k), dtype=np.float32)
    right[np.arange(n), np.searchsorted(classes, labels)] = 1
    grams, points = grams.astype(np.float32), points.astype(np.float32)
    turned = grams.T.tocsr()
    weight = np.ones((n, 1)) if weights is None else weights[:, None]
    weight = (strength * weight).astype(np.float32)

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        w = parameters.astype(np.float32).reshape(-1, k)
        scores = grams @ w[:cut] + points @ w[cut:-1] + w[-1]
        scores -= scores.max(axis=1, keepdims=True)
        p = np.exp(scores)
        total = p.sum(axis=1, keepdims=True)
        value = float((weight * (np.log(total) - (scores * right).sum(1, keepdims=True))).sum())
        slope = weight * (p / total - right)
        ridge = np.concatenate([w[:-1], np.zeros((1, k), dtype=np.float32)])
        gradient = np.concatenate([turned @ slope, points.T @ slope, slope.sum(0, keepdims=True)])
        return value + 0.5 * float((ridge * ridge).sum()), (gradient + ridge).ravel().astype(float)

    start = np.zeros((cut + points.shape[1] + 1) * k)
    options = {"maxiter": iterations, "maxcor": HISTORY}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    best = found.reshape(-1, k).astype(np.float32)
    return Softmax(classes, best[:cut], best[cut:-1], best[-1])
