"""What a question calls the matter: the name of a service that covers several (统称), of which the
likeliest is answered and the others are offered, instead of being asked back; or one matter's
whole name."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from ruamel.yaml import YAML

from knowledge_base.choice import Matrix
from knowledge_base.confidence import Sure
from knowledge_base.index import Index

FILE = Path(__file__).with_name("umbrellas.yml")
Word = Annotated[str, Field(min_length=1)]
GAP = 2
"""Characters: one word between, as in "公积金在线提取"."""
SINGLED_OUT = 0.98
"""Confidence from which one member is meant alone, by what else the question says."""


class Umbrella(BaseModel):
    """A service. `named`: its names as a normalised question says them, a space for at most GAP
    characters; `unless`: words that make it another matter; `members`: items."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    named: list[Word] = Field(min_length=1)
    unless: list[Word] = []
    members: list[str] = Field(min_length=2, max_length=4)

    @cached_property
    def _said(self) -> re.Pattern[str]:
        gap = f".{{0,{GAP}}}"
        return re.compile("|".join(gap.join(map(re.escape, name.split())) for name in self.named))

    def is_named_in(self, words: str) -> bool:
        said = self._said.search(words) is not None
        return said and not any(word in words for word in self.unless)


def read_umbrellas(file: Path = FILE) -> list[Umbrella]:
    """All of the file. Raises pydantic.ValidationError."""
    rows = YAML(typ="safe").load(file.read_text(encoding="utf-8"))["umbrellas"]
    return TypeAdapter(list[Umbrella]).validate_python(rows)


def as_named(
    umbrellas: Sequence[Umbrella],
    index: Index,
    words: str,
    current: str | None,
    p: Matrix,
    sure: Sure,
) -> tuple[Sure, list[str]]:
    """How sure the likeliest matter is once it is seen what the normalised question calls it, and
    what else goes by that name, likeliest first. `p`: of the index's items, and last of none of
    them; `current`: the matter at hand."""
    if not index.items:
        return sure, []
    likeliest = index.items[int(np.argmax(p[:-1]))]
    named: dict[str, float] = {}
    if sure.confidence < SINGLED_OUT:
        named = named_together(umbrellas, words, likeliest, dict(zip(index.items, p, strict=False)))
    if named and current not in named:
        any_of_them = max(sure.right, sum(named.values()))
        return Sure(any_of_them, vague=0.0, uncovered=0.0), [
            one for one in named if one != likeliest
        ]
    if words in index.names[likeliest]:  # and nothing else, however brief
        return sure._replace(vague=0.0), []
    return sure, []


def named_together(
    umbrellas: Sequence[Umbrella], words: str, likeliest: str, p: Mapping[str, float]
) -> dict[str, float]:
    """The probabilities of the matters that the question names together, likeliest first; none
    where it names no such service, or the likeliest matter is not of it."""
    for umbrella in umbrellas:
        if likeliest in umbrella.members and umbrella.is_named_in(words):
            chance = {one: float(p[one]) for one in umbrella.members if one in p}
            return dict(sorted(chance.items(), key=lambda one: -one[1]))
    return {}
