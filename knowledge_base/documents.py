"""Search in longer texts (policies, notices) that are not guides: one right text a question.

Four views of a text, each standardised over all texts and summed with fixed weights: BM25
over the whole text, over its best passage and over its best clause (each with the text's title
in front, which often alone names the place), and the nearest passage by sentence vectors. The
vectors are read in a metric fitted on the texts themselves, the passages of one text being one
class (`metric.py`); no questions are needed. Tried and left out, for they moved nothing: the
second encoder of `pair.py`, shorter passages or titled ones as further vectors, trigrams, words.
"""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import bm25s
import numpy as np
from numpy.typing import NDArray

from knowledge_base.embedding.encoder import Vectors
from knowledge_base.metric import Metric, fit_metric
from knowledge_base.vectors import VectorCache
from text.normalise import normalise

logging.getLogger("bm25s").setLevel(logging.WARNING)

PASSAGE, CLAUSE, TITLE = 200, 20, 50
"""Characters of a passage, of a clause and of a title, at most."""
K1, B = 0.9, 0.6
PASSAGE_WEIGHT, CLAUSE_WEIGHT, VECTOR_WEIGHT = 0.5, 0.7, 0.8
"""Beside the whole text's 1. Like K1, B and CLAUSE chosen on one half of a public set of policy
questions and checked on the other: passages of 0.3 to 0.6, vectors of 0.6 to 1.0, clauses of 10
to 30 characters and 0.3 to 0.9 are within .004 nDCG."""

_SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;\n]+|$)")
_ASKING = re.compile(r"请问|为什么|什么|哪些|哪个|哪几|哪里|哪|如何|怎样|怎么|多少|几个|是否|吗|呢")
"""Words that only ask; no answer holds them."""
_RUN = re.compile(r"[^\W_]+")

Scores = NDArray[np.float64]


class Found(NamedTuple):
    """A text and its score, which is comparable within one search only."""

    id: str
    score: float


def split(text: str, size: int = PASSAGE) -> list[str]:
    """Passages of up to `size` characters that end with a sentence where they can; joined
    they are the text again."""
    passages: list[str] = []
    for sentence in _SENTENCE.findall(text):
        for start in range(0, len(sentence), size):
            piece = sentence[start : start + size]
            if passages and len(passages[-1]) + len(piece) <= size:
                passages[-1] += piece
            else:
                passages.append(piece)
    return passages


def title(text: str) -> str:
    """What stands before the first white space, cut at `TITLE` characters."""
    return "".join(text.split(maxsplit=1)[:1])[:TITLE]


def bigrams(text: str) -> list[str]:
    """Character bigrams that cross neither spaces nor punctuation."""
    return [a + b for run in _RUN.findall(text) for a, b in pairwise(run)]


@dataclass(frozen=True)
class _Text:
    """A text as it is searched. `title_vector`: [1, d], as a query; `vectors`: [passages, d]."""

    tokens: list[str]
    passage_tokens: list[list[str]]
    clause_tokens: list[list[str]]
    title_vector: Vectors
    vectors: Vectors


class DocumentSearch:
    """Texts are added by id and found by questions. What is slow, encoding the texts, is done
    once if the cache is saved."""

    def __init__(self, cache: VectorCache) -> None:
        self._cache = cache
        self._texts: dict[str, _Text] = {}
        self._index: _Index | None = None

    def add(self, texts: dict[str, str]) -> None:
        """Add texts by id; one of a known id takes the old one's place, an empty one is
        refused with ValueError."""
        read = {id: self._read(id, text) for id, text in texts.items()}
        self._texts.update(read)
        self._index = None

    def search(self, question: str, limit: int = 10) -> list[Found]:
        """The best texts, best first, at most `limit`; of equal ones the earlier first."""
        if len(self._texts) < 2:
            return [Found(id, 0.0) for id in self._texts][:limit]
        words = normalise(question)
        scores = self.index.scores(words, self._cache.encoder.queries([words]))
        order = np.argsort(-scores, kind="stable")[:limit]
        ids = list(self._texts)
        return [Found(ids[i], float(scores[i])) for i in order]

    @property
    def index(self) -> "_Index":
        """Made anew at the first search after texts were added."""
        if self._index is None:
            self._index = _Index(self._texts)
        return self._index

    def _read(self, id: str, text: str) -> _Text:
        words = normalise(text)
        passages, head = split(words), title(words)
        if not passages:
            raise ValueError(f"the text {id!r} is empty")
        return _Text(
            tokens=bigrams(words),
            passage_tokens=[bigrams(f"{head} {passage}") for passage in passages],
            clause_tokens=[bigrams(f"{head} {clause}") for clause in split(words, CLAUSE)],
            title_vector=self._cache.queries([head]),
            vectors=self._cache.passages(passages),
        )


class _Index:
    """All texts at one time."""

    def __init__(self, texts: dict[str, _Text]) -> None:
        known = list(texts.values())
        self._whole = _Lexical([text.tokens] for text in known)
        self._passages = _Lexical(text.passage_tokens for text in known)
        self._clauses = _Lexical(text.clause_tokens for text in known)
        self._starts = _starts(len(text.vectors) for text in known)
        passages = np.concatenate([text.vectors for text in known])
        owners = [id for id, text in texts.items() for _ in text.vectors]
        titles = np.concatenate([text.title_vector for text in known])
        self._metric: Metric = fit_metric(titles, list(texts), passages, owners)
        self._points = self._metric.passages(passages)

    def scores(self, words: str, vector: Vectors) -> Scores:
        """Of each text. `words`: a normalised question; `vector`: its raw vector, [1, d]."""
        tokens = bigrams(_ASKING.sub(" ", words)) or bigrams(words)
        nearness = self._points @ self._metric.queries(vector)[0]
        total: Scores = (
            _standard(self._whole.best(tokens))
            + PASSAGE_WEIGHT * _standard(self._passages.best(tokens))
            + CLAUSE_WEIGHT * _standard(self._clauses.best(tokens))
            + VECTOR_WEIGHT * _standard(np.maximum.reduceat(nearness, self._starts))
        )
        return total


class _Lexical:
    """BM25 over the tokens of parts of texts."""

    def __init__(self, texts: Iterable[list[list[str]]]) -> None:
        parts_of = list(texts)
        self._starts = _starts(len(parts) for parts in parts_of)
        parts = [tokens for parts in parts_of for tokens in parts]
        self._engine: bm25s.BM25 | None = None
        if any(parts):
            self._engine = bm25s.BM25(k1=K1, b=B)
            self._engine.index(parts, show_progress=False)

    def best(self, tokens: list[str]) -> NDArray[np.floating]:
        """The best part's score of each text."""
        met = [token for token in tokens if self._engine and token in self._engine.vocab_dict]
        if not self._engine or not met:
            return np.zeros(len(self._starts))
        best: NDArray[np.floating] = np.maximum.reduceat(self._engine.get_scores(met), self._starts)
        return best


def _starts(counts: Iterable[int]) -> NDArray[np.int64]:
    """Where each text's parts begin when all stand in one row."""
    return np.cumsum([0, *counts])[:-1]


def _standard(scores: NDArray[np.floating]) -> Scores:
    """Mean 0 and deviation 1; all 0 where all are equal."""
    spread = float(scores.std())
    away: Scores = (scores - scores.mean()).astype(np.float64)
    return away / spread if spread > 1e-9 else np.zeros(len(scores))
