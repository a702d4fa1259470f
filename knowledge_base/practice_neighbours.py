"""How near a question is to the practice questions of each matter, and to the vague ones."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.embedding.encoder import Vectors


@dataclass(frozen=True)
class PracticeNeighbours:
    """`points`: in the metric, [n, d], those with one label side by side; `labels`: each once;
    `starts`: the first row of each, [labels]."""

    points: Vectors
    labels: list[str]
    starts: NDArray[np.intp]

    def likeness(self, point: Vectors) -> dict[str, float]:
        """By label, the best cosine. `point`: in the metric, [d]."""
        if not self.labels:
            return {}
        best = np.maximum.reduceat(self.points @ point, self.starts)
        return dict(zip(self.labels, best.tolist(), strict=True))


def neighbours_of(points: Vectors, labels: list[str]) -> PracticeNeighbours:
    """`points`: in the metric, [n, d], with the label of each."""
    order = np.argsort(labels, kind="stable")
    known, starts = np.unique(np.array(labels, dtype=str)[order], return_index=True)
    return PracticeNeighbours(points[order], known.tolist(), starts)
