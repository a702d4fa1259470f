"""e5-small alone: the cosine of the nearest sentence of each document, as the model gives it."""

from pathlib import Path

import numpy as np

from bench.search.rivals.ranking import Scorer, Scores, by_score
from bench.search.worker import Answerer, Sentence
from knowledge_base.embedding.encoder import Encoder
from knowledge_base.settings import Settings
from text.normalise import normalise


class System:
    def build(self, sentences: list[Sentence], folder: Path) -> None:
        """What people say is encoded as a query, what is stated as a passage."""
        encoder = Encoder(Settings().encoder_dir)
        known = [sentence for sentence in sentences if sentence.owner]
        vectors = np.empty((len(known), encoder.dimension), dtype=np.float32)
        for spoken, encode in ((True, encoder.queries), (False, encoder.passages)):
            rows = [i for i, sentence in enumerate(known) if sentence.spoken == spoken]
            if rows:
                vectors[rows] = encode([normalise(known[i].text) for i in rows])
        np.save(folder / "vectors.npy", vectors)

    def open(self, sentences: list[Sentence], folder: Path) -> Answerer:
        return by_score(*self.scorer(sentences, folder))

    def scorer(self, sentences: list[Sentence], folder: Path) -> tuple[list[str], Scorer]:
        """The ids, and what scores them all."""
        encoder = Encoder(Settings().encoder_dir)
        owners = [sentence.owner for sentence in sentences if sentence.owner]
        ids = list(dict.fromkeys(owners))
        place = {owner: i for i, owner in enumerate(ids)}
        rows, vectors = np.array([place[o] for o in owners]), np.load(folder / "vectors.npy")

        def scores(text: str) -> Scores:
            nearest = np.full(len(ids), -1, dtype=np.float32)
            np.maximum.at(nearest, rows, vectors @ encoder.queries([normalise(text)])[0])
            return nearest

        return ids, scores
