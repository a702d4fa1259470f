"""Entities compared: normalised values, and micro F1 over key and value.

Only the spelling is normalised (width, case, spaces, zero padding of times and dates).
"12-02" and "2026-12-02" stay different: who did not say the year did not say it.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

Entities = Mapping[str, str | list[str]]
Pair = tuple[str, str]

_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_DATE = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})")


class Score(NamedTuple):
    """Precision, recall and F1, 0 to 1; None where there is nothing to divide by."""

    precision: float | None
    recall: float | None
    f1: float | None


def normalise(value: str) -> str:
    """The value in the spelling of the labels: `9:05` is `09:05`, `12-2` is `12-02`."""
    text = " ".join(unicodedata.normalize("NFKC", value).casefold().split())
    compact = text.replace(" ", "")
    if time := _TIME.fullmatch(compact):
        return f"{int(time[1]):02d}:{time[2]}"
    if date := _DATE.fullmatch(compact):
        month_day = f"{int(date[2]):02d}-{int(date[3]):02d}"
        return f"{date[1]}-{month_day}" if date[1] else month_day
    return compact if any(letter.isdigit() for letter in compact) else text


def pairs(entities: Entities) -> frozenset[Pair]:
    """Each key with each of its normalised values."""
    return frozenset(
        (key, normalise(value))
        for key, values in entities.items()
        for value in ([values] if isinstance(values, str) else values)
    )


def score(rows: Iterable[tuple[frozenset[Pair], frozenset[Pair]]]) -> Score:
    """Micro precision, recall and F1 over (expected, got) of each row."""
    right = wanted = given = 0
    for expected, got in rows:
        right += len(expected & got)
        wanted += len(expected)
        given += len(got)
    return Score(
        precision=right / given if given else None,
        recall=right / wanted if wanted else None,
        f1=2 * right / (wanted + given) if wanted + given else None,
    )
