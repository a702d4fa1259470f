"""What is indexed of a guide: its names, its facts and the ways people ask for it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from knowledge_base.embedding.encoder import Vectors
from knowledge_base.names import names_of
from knowledge_base.schema import Guide, Way
from knowledge_base.vectors import VectorCache
from messages import Aspect
from text.normalise import normalise


@dataclass(frozen=True)
class Entry:
    """One indexed sentence. `text` is normalised; `fact`: the id of the fact it is, or of the
    fact that answers it (`unknown`: the guide does not say; None: not labelled)."""

    item: str
    kind: Literal["name", "fact", "ask"]
    text: str
    fact: str | None = None
    aspect: Aspect | None = None
    way: Way | None = None


@dataclass(frozen=True)
class EncodedGuide:
    """A guide's entries with their raw vectors [n, d], row by row."""

    guide: Guide
    entries: list[Entry]
    vectors: Vectors


def entries_of(guide: Guide) -> list[Entry]:
    names = [Entry(guide.id, "name", name) for name in names_of(guide)]
    names += [Entry(guide.id, "name", normalise(s)) for s in (guide.summary, guide.summary_en)]
    facts = [
        Entry(guide.id, "fact", normalise(f"{guide.short_name}：{fact.text}"), fact=fact.id)
        for fact in guide.facts
    ]
    asks = [
        Entry(guide.id, "ask", normalise(ask.text), fact=ask.fact, aspect=ask.aspect, way=ask.way)
        for ask in guide.asks
    ]
    return names + facts + asks


def encode(guide: Guide, cache: VectorCache) -> EncodedGuide:
    """Names and asks are encoded as queries, facts as passages."""
    entries = entries_of(guide)
    spoken = [entry.text for entry in entries if entry.kind != "fact"]
    stated = [entry.text for entry in entries if entry.kind == "fact"]
    queries, passages = iter(cache.queries(spoken)), iter(cache.passages(stated))
    rows = [next(passages) if entry.kind == "fact" else next(queries) for entry in entries]
    return EncodedGuide(guide, entries, np.stack(rows))
