"""A choice among candidates, or none of them: the conditional logit and its fit.

Each candidate scores a weighted sum of its features, "none" scores a weighted sum of the
question's, and a softmax over all of them is the probability (McFadden 1974).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Matrix = NDArray[np.float64]

RIDGE = 0.002


@dataclass(frozen=True)
class Example:
    """One question with all candidates. `rows`: [candidates, features]; `none`: [features of
    "none"], empty where one of the candidates is always right; `targets`: the right rows, the
    number of candidates standing for "none of them". `weight` evens out the kinds of example."""

    rows: Matrix
    none: Matrix
    targets: tuple[int, ...]
    weight: float
    kind: str


@dataclass(frozen=True)
class Choice:
    """`weights`: one a feature of a candidate; `none_weights`: one a feature of "none"."""

    weights: Matrix
    none_weights: Matrix

    def probabilities(self, rows: Matrix, none: Matrix) -> Matrix:
        """[candidates + 1]: of each, and last of "none of them". Sums to 1."""
        scores = np.append(rows @ self.weights, _score_of_none(none, self.none_weights))
        exponent = np.exp(scores - scores.max())
        result: Matrix = exponent / exponent.sum()
        return result


def _score_of_none(none: Matrix, weights: Matrix) -> float:
    return float(none @ weights) if none.size else -np.inf


def fit_choice(examples: list[Example], ridge: float = RIDGE) -> Choice:
    """Maximum likelihood of any of the targets, with a ridge. With one target an example it
    is convex; several make it so only nearly, and zero is a good start."""
    size, width = examples[0].rows.shape[1], max(len(example.rows) for example in examples)
    rows = np.zeros((len(examples), width + 1, size))
    absent = np.ones((len(examples), width + 1), dtype=bool)
    right = np.zeros((len(examples), width + 1))
    for n, example in enumerate(examples):
        count = len(example.rows)
        rows[n, :count] = example.rows
        absent[n, :count] = False
        for target in example.targets:
            right[n, target if target < count else width] = 1
    none = np.stack([example.none for example in examples])
    absent[:, width] = not none.size
    weight = np.array([example.weight for example in examples])
    weight /= weight.sum()

    def loss(parameters: Matrix) -> tuple[float, Matrix]:
        scores = rows @ parameters[:size]
        scores[:, width] = none @ parameters[size:]
        scores[absent] = -np.inf
        scores -= scores.max(axis=1, keepdims=True)
        p = np.exp(scores)
        p /= p.sum(axis=1, keepdims=True)
        mass = np.maximum((p * right).sum(axis=1), 1e-12)
        value = -(weight * np.log(mass)).sum()
        slope = (p - p * right / mass[:, None]) * weight[:, None]
        gradient = np.append(np.einsum("nk,nkf->f", slope, rows), slope[:, width] @ none)
        pull = ridge / size * parameters
        return value + 0.5 * float(pull @ parameters), gradient + pull

    start = np.zeros(size + none.shape[1])
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return Choice(weights=best[:size], none_weights=best[size:])
