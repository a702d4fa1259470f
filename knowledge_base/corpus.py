"""All that the search is trained on: guides, follow-ups, and questions no guide answers."""

from dataclasses import dataclass
from functools import cache as cached
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from knowledge_base.embedding.encoder import Vectors
from knowledge_base.entries import EncodedGuide, encode
from knowledge_base.names import names_of
from knowledge_base.schema import Guide
from knowledge_base.vectors import VectorCache
from text.normalise import normalise

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Corpus:
    """Encoded guides, the two other kinds of question, and the names of matters that have
    no guide (`other_names`); vectors are raw, [n, d]."""

    guides: list[EncodedGuide]
    follow_up_texts: list[str]
    follow_up_aspects: list[str]
    follow_up_vectors: Vectors
    not_covered_texts: list[str]
    not_covered: Vectors
    other_names: list[str]
    other_vectors: Vectors

    def aspect_rows(self) -> tuple[list[str], Vectors, list[str]]:
        """Texts, raw vectors and aspects of everything labelled with an aspect."""
        rows = [
            (entry.text, encoded.vectors[i], entry.aspect)
            for encoded in self.guides
            for i, entry in enumerate(encoded.entries)
            if entry.kind == "ask"
        ]
        texts = [text for text, _, _ in rows] + self.follow_up_texts
        vectors = np.concatenate([[v for _, v, _ in rows], self.follow_up_vectors])
        return texts, vectors, [str(a) for _, _, a in rows] + self.follow_up_aspects


def read_corpus(guides: dict[str, Guide], cache: VectorCache) -> Corpus:
    """A question in `not_covered.yml` whose matter has a guide by now is left out."""
    follow_ups = _read("follow_ups.yml")["follow_ups"]
    not_covered = [
        normalise(row["text"])
        for row in _read("not_covered.yml")["asks"]
        if row.get("matter") not in guides
    ]
    texts = [normalise(row["text"]) for row in follow_ups]
    others = other_names(guides)
    return Corpus(
        guides=[encode(guide, cache) for guide in guides.values()],
        follow_up_texts=texts,
        follow_up_aspects=[row["aspect"] for row in follow_ups],
        follow_up_vectors=cache.queries(texts),
        not_covered_texts=not_covered,
        not_covered=cache.queries(not_covered),
        other_names=others,
        other_vectors=cache.queries(others),
    )


def other_names(guides: dict[str, Guide]) -> list[str]:
    """Normalised names and aliases of the matters that have no guide."""
    taken = {name for guide in guides.values() for name in names_of(guide)}
    names = [
        normalise(name)
        for matter in _read("matters.yml")["matters"]
        if matter["id"] not in guides
        for name in (matter["name"], *matter["aliases"])
    ]
    return [name for name in dict.fromkeys(names) if name not in taken]


@cached
def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = YAML(typ="safe").load((HERE / name).read_text(encoding="utf-8"))
    return data
