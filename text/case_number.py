"""Numbers of cases (办件编号) in what citizens say; `core.cases.numbers` makes them."""

from __future__ import annotations

import re
from typing import Final

from text.normalise import normalise

PATTERN: Final = re.compile(r"(?<![0-9a-z])lh[\s-]*\d{8}[\s-]*[0-9a-z]{8}")
"""In normalised words."""


def find_case_number(text: str) -> str | None:
    """The first number of a case in a sentence, as it is stored: LH202611227K3Q9XYZ."""
    found = PATTERN.search(normalise(text))
    return re.sub(r"[\s-]", "", found.group()).upper() if found else None


def without_case_number(text: str) -> str:
    """The normalised words that are left beside the numbers of cases."""
    return PATTERN.sub(" ", normalise(text))
