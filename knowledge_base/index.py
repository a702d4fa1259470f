"""The search index: FAISS over sentences in the learned metric, BM25 over bigrams."""

import logging
from dataclasses import dataclass
from functools import cached_property

import bm25s
import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge_base.embedding.encoder import Vectors
from knowledge_base.entries import EncodedGuide, Entry
from knowledge_base.metric import Metric, unit

logging.getLogger("bm25s").setLevel(logging.WARNING)

NEIGHBOURS = 400
"""How many sentences FAISS returns; guides with none of them get the floor value."""

Scores = NDArray[np.float32]


def bigrams(text: str) -> list[str]:
    """Character bigrams of a normalised text. On Chinese policy text they beat words."""
    packed = "".join(c for c in text if c.isalnum())
    if len(packed) < 2:
        return [packed] if packed else []
    return [packed[i : i + 2] for i in range(len(packed) - 1)]


@dataclass(frozen=True)
class Hits:
    """Similarities of one query. `sentences`: [n] cosine in the metric, floor -1;
    `centroids`: [guides]; `lexical`: [guides] share of the query's weight that is met."""

    sentences: Scores
    centroids: Scores
    lexical: Scores


class Index:
    """Immutable: a changed guide makes a new index from the vectors already known."""

    def __init__(self, guides: list[EncodedGuide], metric: Metric) -> None:
        self.items = [encoded.guide.id for encoded in guides]
        self.entries: list[Entry] = [entry for encoded in guides for entry in encoded.entries]
        self.rows = {
            (item, kind): np.array(
                [i for i, e in enumerate(self.entries) if e.item == item and e.kind == kind],
                dtype=int,
            )
            for item in self.items
            for kind in ("name", "fact", "ask")
        }
        self.vectors = np.concatenate(
            [_in_metric(encoded, metric) for encoded in guides]
            or [np.empty((0, metric.matrix.shape[0]), dtype=np.float32)]
        )
        self._metric = metric
        self._faiss = faiss.IndexFlatIP(metric.matrix.shape[0])
        self._faiss.add(self.vectors)

    def search(self, text: str, raw_vector: Vectors) -> Hits:
        """`raw_vector`: the encoder's vector of the normalised query, [d]."""
        query = self._metric.queries(raw_vector[None, :])
        sentences = np.full(len(self.entries), -1.0, dtype=np.float32)
        if self.entries:
            cosines, rows = self._faiss.search(query, min(NEIGHBOURS, len(self.entries)))
            sentences[rows[0]] = cosines[0]
        return Hits(sentences, self.centroids @ query[0], self._lexical(text))

    @cached_property
    def centroids(self) -> Vectors:
        """The mean direction of each guide's phrasings and names, [guides, d]."""
        means = [
            self.vectors[np.append(self.rows[item, "ask"], self.rows[item, "name"])].mean(axis=0)
            for item in self.items
        ]
        return unit(np.stack(means)) if means else self.vectors[:0]

    @cached_property
    def _bm25(self) -> bm25s.BM25:
        documents = [
            [gram for entry in self.entries if entry.item == item for gram in bigrams(entry.text)]
            for item in self.items
        ]
        engine = bm25s.BM25(k1=1.2, b=0.75)
        engine.index(documents, show_progress=False)
        return engine

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """The names of each guide, normalised."""
        return {
            item: [self.entries[i].text for i in self.rows[item, "name"]] for item in self.items
        }

    @cached_property
    def texts(self) -> list[str]:
        """All sentences of each guide in one string, to look for a name in."""
        return [
            "\n".join(entry.text for entry in self.entries if entry.item == item)
            for item in self.items
        ]

    def _lexical(self, text: str) -> Scores:
        grams = bigrams(text)
        if not self.items or not grams:
            return np.zeros(len(self.items), dtype=np.float32)
        scores = np.asarray(self._bm25.get_scores(grams), dtype=np.float32)
        return scores / np.float32(len(grams))


def _in_metric(encoded: EncodedGuide, metric: Metric) -> Vectors:
    stated = np.array([entry.kind == "fact" for entry in encoded.entries])
    vectors = np.empty((len(encoded.entries), metric.matrix.shape[1]), dtype=np.float32)
    vectors[stated] = metric.passages(encoded.vectors[stated])
    vectors[~stated] = metric.queries(encoded.vectors[~stated])
    return vectors
