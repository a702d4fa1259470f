"""Does a question speak of another place than Shenzhen?"""

import re
from pathlib import Path


def _pattern() -> re.Pattern[str]:
    lines = Path(__file__).with_name("other_places.txt").read_text(encoding="utf-8").splitlines()
    names = [line for line in lines if line and not line.startswith("#")]
    return re.compile("|".join(rf"\b{name}\b" if name.isascii() else name for name in names))


_PATTERN = _pattern()


def places_in(text: str) -> set[str]:
    """Names of other places in a normalised text."""
    return set(_PATTERN.findall(text))
