"""All that the search is trained on: guides, follow-ups, and questions no guide answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
from messages import Aspect
from text.normalise import normalise

HERE = Path(__file__).parent


FOLDS = 5


@dataclass(frozen=True)
class Question:
    """A question of `practice/`. `accept`: the matters that are right, several where a good
    clerk would ask back; `after`: the matter that was at hand; `before`: those talked about
    before it, the newest first; `fact`: the one that answers, or `unknown`."""

    text: str
    accept: list[str]
    after: str | None = None
    aspect: Aspect | None = None
    fact: str | None = None
    before: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """How its example is reported."""
        if not self.accept:
            return "practice_leaving"
        if len(self.accept) > 1:
            return "practice_ambiguous"
        return "practice" if self.after is None else "practice_dialogue"


Practised = tuple[Question, Vectors]


@dataclass(frozen=True)
class Corpus:
    """Encoded guides, the other kinds of question, and the names of matters that have no
    guide (`other_names`); vectors are raw, [n, d]."""

    guides: list[EncodedGuide]
    follow_up_texts: list[str]
    follow_up_aspects: list[str]
    follow_up_vectors: Vectors
    not_covered_texts: list[str]
    not_covered: Vectors
    other_names: list[str]
    other_vectors: Vectors
    practice: list[Question]
    practice_vectors: Vectors
    parts: list[int]

    def practised(self, item: str, without_fold: int | None = None) -> list[Practised]:
        """Practice questions of one guide whose answering fact is known, with raw vectors."""
        return [
            (question, vector)
            for i, (question, vector) in enumerate(
                zip(self.practice, self.practice_vectors, strict=True)
            )
            if question.fact is not None and question.accept == [item] and i % FOLDS != without_fold
        ]

    def aspect_rows(self, without_fold: int | None = None) -> tuple[list[str], Vectors, list[str]]:
        """Texts, raw vectors and aspects of everything labelled with an aspect; without the
        phrasings of one fold if asked (`folds.py` holds out the same)."""
        rows: list[tuple[str, Vectors, str]] = []
        for encoded in self.guides:
            asks = [i for i, entry in enumerate(encoded.entries) if entry.kind == "ask"]
            for n, i in enumerate(asks):
                if n % FOLDS != without_fold:
                    entry = encoded.entries[i]
                    rows.append((entry.text, encoded.vectors[i], str(entry.aspect)))
        for i, question in enumerate(self.practice):
            if question.aspect is not None and i % FOLDS != without_fold:
                rows.append((question.text, self.practice_vectors[i], question.aspect))
        texts = [text for text, _, _ in rows] + self.follow_up_texts
        vectors = np.concatenate([[v for _, v, _ in rows], self.follow_up_vectors])
        return texts, vectors, [aspect for _, _, aspect in rows] + self.follow_up_aspects


def read_corpus(
    guides: dict[str, Guide], cache: VectorCache, before: Corpus | None = None
) -> Corpus:
    """A question in `not_covered.yml` whose matter has a guide by now is left out.

    `before`: what was read last; a guide that is the same object is taken over from it.
    """
    known = {id(encoded.guide): encoded for encoded in before.guides} if before else {}
    follow_ups = _read("follow_ups.yml")["follow_ups"]
    not_covered = [
        _normalised(row["text"])
        for row in _read("not_covered.yml")["asks"]
        if row.get("matter") not in guides
    ]
    texts = [_normalised(row["text"]) for row in follow_ups]
    others = other_names(guides)
    practice = _practice(guides)
    return Corpus(
        guides=[known.get(id(guide)) or encode(guide, cache) for guide in guides.values()],
        follow_up_texts=texts,
        follow_up_aspects=[row["aspect"] for row in follow_ups],
        follow_up_vectors=cache.queries(texts),
        not_covered_texts=not_covered,
        not_covered=cache.queries(not_covered),
        other_names=others,
        other_vectors=cache.queries(others),
        practice=practice,
        practice_vectors=cache.queries([question.text for question in practice]),
        parts=cache.encoder.parts,
    )


def _practice(guides: dict[str, Guide]) -> list[Question]:
    """Those that can be answered by the guides that are there."""
    rows = [
        Question(
            text=_normalised(row["text"]),
            accept=row["accept"],
            after=row.get("after"),
            aspect=row.get("aspect"),
            fact=row.get("fact"),
        )
        for path in sorted((HERE / "practice").glob("*.yml"))
        for row in _read(f"practice/{path.name}")["questions"]
    ]
    known = [row for row in rows if {*row.accept, row.after} - {None} <= set(guides)]
    return list(in_conversation(known))


def in_conversation(rows: Iterable[Question]) -> Iterator[Question]:
    """The same with `before`: a row goes on where its `after` is what the row above was about."""
    talked: list[str] = []
    for row in rows:
        if row.after is None or not talked or talked[0] != row.after:
            talked = [row.after] if row.after else []
        yield replace(row, before=tuple(talked[1:]))
        talked = [*row.accept[:1], *(item for item in talked if item not in row.accept[:1])]


def other_names(guides: dict[str, Guide]) -> list[str]:
    """Normalised names and aliases of the matters that have no guide."""
    taken = {name for guide in guides.values() for name in names_of(guide)}
    names = [
        _normalised(name)
        for matter in _read("matters.yml")["matters"]
        if matter["id"] not in guides
        for name in (matter["name"], *matter["aliases"])
    ]
    return [name for name in dict.fromkeys(names) if name not in taken]


_normalised = cached(normalise)
"""With a memory: for what editors wrote, never for what a citizen says."""


@cached
def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = YAML(typ="safe").load((HERE / name).read_text(encoding="utf-8"))
    return data
