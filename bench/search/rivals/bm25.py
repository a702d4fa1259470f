"""BM25 (k1 1.2, b 0.75) over one text a document: all that is known of it."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import bm25s
import jieba
import numpy as np

from bench.search.rivals.ranking import Scorer, Scores, by_score
from bench.search.worker import Answerer, Sentence
from text.normalise import normalise

jieba.setLogLevel(logging.WARNING)
logging.getLogger("bm25s").setLevel(logging.WARNING)


def words(text: str) -> list[str]:
    return [word for word in jieba.lcut(text) if any(c.isalnum() for c in word)]


def bigrams(text: str) -> list[str]:
    packed = "".join(c for c in text if c.isalnum())
    return [packed[i : i + 2] for i in range(max(1, len(packed) - 1))] if packed else []


class System:
    """`raw`: the texts are not normalised first."""

    def __init__(self, cut: Literal["words", "bigrams"], raw: bool = False) -> None:
        self._cut: Callable[[str], list[str]] = words if cut == "words" else bigrams
        self._raw = raw

    def build(self, sentences: list[Sentence], folder: Path) -> None:
        documents: dict[str, list[str]] = {}
        for sentence in sentences:
            if sentence.owner:
                documents.setdefault(sentence.owner, []).extend(self.tokens(sentence.text))
        engine = bm25s.BM25(k1=1.2, b=0.75)
        engine.index(list(documents.values()), show_progress=False)
        engine.save(folder / "bm25")

    def open(self, sentences: list[Sentence], folder: Path) -> Answerer:
        return by_score(*self.scorer(sentences, folder))

    def scorer(self, sentences: list[Sentence], folder: Path) -> tuple[list[str], Scorer]:
        """The ids, and what scores them all."""
        ids = list(dict.fromkeys(sentence.owner for sentence in sentences if sentence.owner))
        engine = bm25s.BM25.load(folder / "bm25")

        def scores(text: str) -> Scores:
            tokens = [token for token in self.tokens(text) if token in engine.vocab_dict]
            if not tokens:
                return np.zeros(len(ids), dtype=np.float32)
            return np.asarray(engine.get_scores(tokens), dtype=np.float32)

        return ids, scores

    def tokens(self, text: str) -> list[str]:
        return self._cut(text if self._raw else normalise(text))
