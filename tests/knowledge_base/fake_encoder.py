"""An encoder without a model: the same text is the same unit vector, other texts others."""

import hashlib

import numpy as np

from knowledge_base.embedding.encoder import Encoder, Vectors


class FakeEncoder(Encoder):
    def __init__(self, name: str = "fake", dimension: int = 8) -> None:
        self.name = name
        self.dimension = dimension
        self.parts = [dimension]
        self.encoded: list[str] = []

    def _encode(self, texts: list[str], batch_size: int = 32) -> Vectors:
        self.encoded += texts
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
            row[:] = np.random.default_rng(seed).normal(size=self.dimension)
            row /= np.linalg.norm(row)
        return rows

    _query_prefix = "q:"
    _passage_prefix = "p:"
