"""Equal reciprocal rank fusion (Cormack, Clarke, Büttcher 2009; k = 60) of BM25 and e5."""

from pathlib import Path

import numpy as np

from bench.search.rivals import bm25, e5
from bench.search.rivals.ranking import Scores, by_score
from bench.search.worker import Answerer, Sentence

K = 60


class System:
    def __init__(self) -> None:
        self._parts = (bm25.System(cut="bigrams"), e5.System())

    def build(self, sentences: list[Sentence], folder: Path) -> None:
        for part in self._parts:
            part.build(sentences, folder)

    def open(self, sentences: list[Sentence], folder: Path) -> Answerer:
        (ids, first), (_, second) = (part.scorer(sentences, folder) for part in self._parts)

        def score(text: str) -> Scores:
            return _parts_of_rank(first(text)) + _parts_of_rank(second(text))

        return by_score(ids, score)


def _parts_of_rank(scores: Scores) -> Scores:
    """1 / (K + rank), ranks from 1."""
    shares = np.empty(len(scores))
    shares[np.argsort(-scores, kind="stable")] = 1 / (K + 1 + np.arange(len(scores)))
    return shares
