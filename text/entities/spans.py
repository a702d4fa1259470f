"""What the finders hand on: spans of the folded text, then entities of the message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Entity(NamedTuple):
    """A detail: its name, its value in one spelling, its half-open span of the message."""

    name: str
    value: str
    start: int
    end: int


class Found(NamedTuple):
    """A detail in the folded text. `value` None: as it is written in the message."""

    name: str
    value: str | None
    start: int
    end: int


def free(taken: Sequence[Found], found: Iterable[Found]) -> list[Found]:
    """Those that share no character with what is taken, nor with an earlier one of their own."""
    kept: list[Found] = []
    for one in found:
        if all(one.end <= other.start or other.end <= one.start for other in [*taken, *kept]):
            kept.append(one)
    return kept
