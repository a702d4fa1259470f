"""A learned metric over sentence vectors.

Raw cosine of E5 follows the style of a sentence as much as its matter. The metric
takes out what differs between phrasings of the same matter: centre, then whiten by the
within-class covariance (WCCN: Hatch, Kajarekar, Stolcke 2006), shrunk towards the
identity. It is closed-form, small, and serves guides it has never seen.
"""

from dataclasses import dataclass

import numpy as np

from knowledge_base.embedding.encoder import Vectors

SMALLEST = 1e-9
"""Floor of the scatter: of a single sentence there is none."""
SHRINK = 0.3
"""Weight of the identity in the covariance. Held-out top-1 is .925, .927, .924 at .1, .3, .6."""


@dataclass(frozen=True)
class Block:
    """The metric of one encoder's part of the vectors. `query_mean`, `passage_mean`: [d];
    `matrix`: [d, d], applied from the right."""

    query_mean: Vectors
    passage_mean: Vectors
    matrix: Vectors

    def queries(self, vectors: Vectors) -> Vectors:
        return unit((vectors - self.query_mean) @ self.matrix)

    def passages(self, vectors: Vectors) -> Vectors:
        return unit((vectors - self.passage_mean) @ self.matrix)


@dataclass(frozen=True)
class Metric:
    """One block a part of the vectors, side by side. The cosine of two vectors is the mean of
    the parts' cosines."""

    blocks: list[Block]

    @property
    def parts(self) -> list[int]:
        """The sizes of the blocks."""
        return [len(block.query_mean) for block in self.blocks]

    @property
    def dimension(self) -> int:
        return sum(self.parts)

    def queries(self, vectors: Vectors) -> Vectors:
        """[n, d] raw to [n, d] of unit length."""
        parts = zip(self.blocks, self._split(vectors), strict=True)
        return self._join([block.queries(part) for block, part in parts])

    def passages(self, vectors: Vectors) -> Vectors:
        parts = zip(self.blocks, self._split(vectors), strict=True)
        return self._join([block.passages(part) for block, part in parts])

    def _split(self, vectors: Vectors) -> list[Vectors]:
        return np.split(vectors, np.cumsum(self.parts)[:-1], axis=1)

    def _join(self, parts: list[Vectors]) -> Vectors:
        joined: Vectors = np.concatenate(parts, axis=1) / np.float32(np.sqrt(len(parts)))
        return joined


def unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(norms, 1e-9)).astype(np.float32)
    return scaled


def fit_metric(
    asks: Vectors,
    ask_items: list[str],
    passages: Vectors,
    passage_items: list[str],
    parts: list[int] | None = None,
) -> Metric:
    """Fit on phrasings [n, d] and facts [m, d] with the item each belongs to; one block for
    each of `parts`, the sizes of the vectors' parts (left out: one)."""
    cuts = np.cumsum(parts or [asks.shape[1]])[:-1]
    split = zip(np.split(asks, cuts, axis=1), np.split(passages, cuts, axis=1), strict=True)
    return Metric([_fit_block(a, ask_items, p, passage_items) for a, p in split])


def _fit_block(
    asks: Vectors, ask_items: list[str], passages: Vectors, passage_items: list[str]
) -> Block:
    query_mean = _mean_of_classes(asks, ask_items)
    passage_mean = _mean_of_classes(passages, passage_items)
    points = np.concatenate([asks - query_mean, passages - passage_mean])
    items = np.array(ask_items + passage_items)
    residuals = points.copy()
    for item in dict.fromkeys(items):
        mine = items == item
        residuals[mine] -= points[mine].mean(axis=0)
    within = residuals.T @ residuals / len(residuals)
    dimension = within.shape[0]
    within = (1 - SHRINK) * within + SHRINK * np.trace(within) / dimension * np.eye(dimension)
    values, axes = np.linalg.eigh(within)
    matrix = axes / np.sqrt(np.maximum(values, SMALLEST))
    return Block(query_mean, passage_mean, matrix.astype(np.float32))


def _mean_of_classes(vectors: Vectors, items: list[str]) -> Vectors:
    names = np.array(items)
    means = [vectors[names == item].mean(axis=0) for item in dict.fromkeys(items)]
    mean: Vectors = np.mean(means, axis=0, dtype=np.float32)
    return mean
