"""The search index: FAISS over sentences in the learned metric, BM25 over bigrams."""

import logging
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import bm25s
import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge_base.classifier import NONE, VAGUE, Classifier
from knowledge_base.embedding.encoder import Vectors
from knowledge_base.entries import EncodedGuide, Entry
from knowledge_base.metric import Metric, unit

logging.getLogger("bm25s").setLevel(logging.WARNING)

NEIGHBOURS = 400
"""How many sentences FAISS returns; guides with none of them get the floor value."""

NAME_WEIGHT = 0.5
"""What the vector of a name counts beside the question's. The sum does as well as the vector of
the words together, and costs nothing."""
FLOOR = -1.0
LONGEST_PIECE = 8
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")

Scores = NDArray[np.float32]
Kind = Literal["name", "fact", "ask"]
KINDS: tuple[Kind, ...] = get_args(Kind)


def bigrams(text: str) -> list[str]:
    """Character bigrams of a normalised text. On Chinese policy text they beat words."""
    packed = "".join(c for c in text if c.isalnum())
    if len(packed) < 2:
        return [packed] if packed else []
    return [packed[i : i + 2] for i in range(len(packed) - 1)]


@dataclass(frozen=True)
class Hits:
    """Similarities of one query. `sentences`: [entries + 1] cosine in the metric, the floor
    for what FAISS did not return and for the last; `centroids`: [guides]; `lexical`: [guides]
    share of the query's weight that is met; `classified`: [guides + 2]
    log-probabilities, last those of no guide and of several; `overlaps`: [guides] characters
    of the longest piece of one of its names that stands in the query."""

    sentences: Scores
    centroids: Scores
    lexical: Scores
    classified: Scores
    overlaps: Scores


class Index:
    """Immutable: a changed guide makes a new index from the vectors already known.

    `rows`: of each guide and kind, the rows of its entries, which stand side by side.
    `padded`: the same as one matrix a kind, [guides, longest], filled up with the row after
    the last, where `Hits.padded` keeps the floor.
    """

    def __init__(self, guides: list[EncodedGuide], metric: Metric, classifier: Classifier) -> None:
        self.items = [encoded.guide.id for encoded in guides]
        self.entries: list[Entry] = [entry for encoded in guides for entry in encoded.entries]
        self.rows = _rows(guides)
        self.padded = {kind: self._padded(kind) for kind in KINDS}
        self.vectors = np.concatenate(
            [_in_metric(encoded, metric) for encoded in guides]
            or [np.empty((0, metric.dimension), dtype=np.float32)]
        )
        self._metric, self._classifier = metric, classifier
        self._faiss = faiss.IndexFlatIP(metric.dimension)
        self._faiss.add(self.vectors)

    def _padded(self, kind: Kind) -> NDArray[np.intp]:
        mine = [self.rows[item, kind] for item in self.items]
        table = np.full((len(mine), max([1, *map(len, mine)])), len(self.entries))
        for row, found in zip(table, mine, strict=True):
            row[: len(found)] = found
        return table

    def search(self, text: str, raw_vector: Vectors) -> Hits:
        """`raw_vector`: the encoder's vector of the normalised query, [d]."""
        query = self._metric.queries(raw_vector[None, :])
        sentences = np.full(len(self.entries) + 1, FLOOR, dtype=np.float32)
        if self.entries:
            cosines, rows = self._faiss.search(query, min(NEIGHBOURS, len(self.entries)))
            sentences[rows[0]] = cosines[0]
        return Hits(
            sentences=sentences,
            centroids=self.centroids @ query[0],
            lexical=self._lexical(text),
            classified=self._classifier.log_probabilities(
                text, query[0], [*self.items, NONE, VAGUE]
            ),
            overlaps=self._overlaps(text),
        )

    def second_reading(self, text: str, point: Vectors, item: str) -> Scores:
        """The classifier's log-probabilities [guides + 2] of the question as it reads with the
        name of the matter at hand before it. `point`: of the question, in the metric, [d]."""
        row = self.rows[item, "name"][0]
        together = unit((point + NAME_WEIGHT * self.vectors[row])[None, :])[0]
        named = f"{self.entries[row].text}，{text}"
        return self._classifier.log_probabilities(named, together, [*self.items, NONE, VAGUE])

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
            [gram for line in text.split("\n") for gram in bigrams(line)] for text in self.texts
        ]
        engine = bm25s.BM25(k1=1.2, b=0.75)
        engine.index(documents, show_progress=False)
        return engine

    @cached_property
    def _pieces(self) -> dict[str, list[int]]:
        """The guides whose names contain each piece, of two to `LONGEST_PIECE` characters."""
        pieces: dict[str, list[int]] = {}
        for i, names in enumerate(self.names.values()):
            mine = {piece for name in names for piece in _pieces_of(name)}
            for piece in mine:
                pieces.setdefault(piece, []).append(i)
        return pieces

    def _overlaps(self, text: str) -> Scores:
        longest = np.zeros(len(self.items), dtype=np.float32)
        for piece in _pieces_of(text):
            for i in self._pieces.get(piece, ()):
                longest[i] = max(longest[i], len(piece))
        return longest

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """The names of each guide, normalised."""
        return {
            item: [self.entries[i].text for i in self.rows[item, "name"]] for item in self.items
        }

    @cached_property
    def texts(self) -> list[str]:
        """All sentences of each guide in one string, to look for a name in."""
        mine: dict[str, list[str]] = {item: [] for item in self.items}
        for entry in self.entries:
            mine[entry.item].append(entry.text)
        return ["\n".join(texts) for texts in mine.values()]

    def _lexical(self, text: str) -> Scores:
        grams = bigrams(text)
        if not self.items or not grams:
            return np.zeros(len(self.items), dtype=np.float32)
        scores = np.asarray(self._bm25.get_scores(grams), dtype=np.float32)
        return scores / np.float32(len(grams))


def _pieces_of(text: str) -> set[str]:
    """All runs of Chinese characters of two to `LONGEST_PIECE`."""
    return {
        run[start : start + size]
        for run in _CHINESE.findall(text)
        for size in range(2, LONGEST_PIECE + 1)
        for start in range(len(run) - size + 1)
    }


def _rows(guides: list[EncodedGuide]) -> dict[tuple[str, Kind], NDArray[np.intp]]:
    rows: dict[tuple[str, Kind], list[int]] = {
        (encoded.guide.id, kind): [] for encoded in guides for kind in KINDS
    }
    entries = (entry for encoded in guides for entry in encoded.entries)
    for i, entry in enumerate(entries):
        rows[entry.item, entry.kind].append(i)
    return {key: np.array(found, dtype=np.intp) for key, found in rows.items()}


def _in_metric(encoded: EncodedGuide, metric: Metric) -> Vectors:
    stated = np.array([entry.kind == "fact" for entry in encoded.entries])
    vectors = np.empty((len(encoded.entries), metric.dimension), dtype=np.float32)
    vectors[stated] = metric.passages(encoded.vectors[stated])
    vectors[~stated] = metric.queries(encoded.vectors[~stated])
    return vectors
