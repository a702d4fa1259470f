"""Does a question speak of another place than Shenzhen, and is it about that place?"""

import re
from pathlib import Path


def _pattern() -> re.Pattern[str]:
    lines = Path(__file__).with_name("other_places.txt").read_text(encoding="utf-8").splitlines()
    names = [line for line in lines if line and not line.startswith("#")]
    return re.compile("|".join(rf"\b{name}\b" if name.isascii() else name for name in names))


PLACES = _pattern()
"""Any of the other places, in a normalised text."""
_HOME = re.compile(r"深圳|罗湖|深户|shenzhen|luohu")
_ORIGIN = re.compile(
    r"人|户|籍|来|过来|迁|毕业|回|身份|牌|的?(公司|同事|老公|老婆|父母|亲戚)|\s*(resident|people|hukou)"
)


def places_in(text: str) -> set[str]:
    """Names of other places in a normalised text."""
    return set(PLACES.findall(text))


def is_about_elsewhere(text: str) -> bool:
    """Another place is where it is to be done: Shenzhen is not named, and the place is not
    just where somebody comes from ("湖南人", "从上海迁来")."""
    if _HOME.search(text):
        return False
    return any(
        not _ORIGIN.match(text, match.end()) and not text[: match.start()].endswith(("从", "来自"))
        for match in PLACES.finditer(text)
    )
