"""The citizen's own case: what is known of it, and whether a fact speaks of it.

A guide marks facts that speak of one case only (`when`); those of the citizen's own case
are said first, those of another case are not.
"""

from dataclasses import dataclass

from knowledge_base.case_words import names_in, numbers_in
from knowledge_base.schema import Case


@dataclass(frozen=True)
class OwnCase:
    """What is known of a citizen's case; empty where nothing was said. Ages in years."""

    numbers: dict[str, int]
    names: dict[str, str]

    def updated(self, later: "OwnCase") -> "OwnCase":
        """The same person some words later: what was said last holds."""
        return OwnCase(self.numbers | later.numbers, self.names | later.names)


NO_CASE = OwnCase({}, {})


def case_in(text: str) -> OwnCase:
    """Read a normalised text: "我爸82了" is age 82. What is said last of a kind counts
    ("大专，不对，本科"), unless it is denied."""
    return OwnCase(numbers_in(text), names_in(text))


def fit_of(case: Case | None, own: OwnCase) -> float:
    """1: the fact speaks of the citizen's own case; 0: of everybody's; -1: of another's;
    -0.5: of one case, and the citizen's is not known."""
    if case is None:
        return 0.0
    marks = []
    for kind, value in case.model_dump(exclude_none=True).items():
        if kind in own.numbers:
            marks.append(_within(own.numbers[kind], value))
        elif kind in own.names:
            marks.append(own.names[kind] == value)
    if not marks:
        return -0.5
    return 1.0 if all(marks) else -1.0


def _within(value: int, span: str) -> bool:
    low, dash, high = span.partition("-")
    if not dash:
        return value == int(low)
    return (not low or value >= int(low)) and (not high or value <= int(high))
