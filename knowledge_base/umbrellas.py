"""What people call several matters together (统称): who names the service is answered with the
likeliest of them, and the others are offered, instead of being asked back."""

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from ruamel.yaml import YAML

from knowledge_base.choice import Matrix

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


def named_together(
    umbrellas: Sequence[Umbrella], words: str, items: Sequence[str], p: Matrix
) -> dict[str, float]:
    """The probabilities of the matters that a normalised question names together, likeliest first;
    none where it names no such service, or the likeliest matter is not of it. `p`: of `items`, and
    last of none of them."""
    likeliest = items[int(np.argmax(p[:-1]))] if len(items) else None
    for umbrella in umbrellas:
        if likeliest in umbrella.members and umbrella.is_named_in(words):
            chance = {one: float(p[items.index(one)]) for one in umbrella.members if one in items}
            return dict(sorted(chance.items(), key=lambda one: -one[1]))
    return {}
