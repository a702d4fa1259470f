"""Two matters in one question: "居住证签注和补领有什么区别"."""

import re
from itertools import islice

from knowledge_base.base import KnowledgeBase
from text.normalise import normalise

_ASKED = re.compile(
    r"区别|差别|不同|不一样|是一回事|一码事|同一(个|件)|分别在|哪个(好|划算|合适)|一样(吗|么|不)"
    r"|\bdifferen(ce|t)\b|\bthe same\b|\bversus\b|\bvs\b"
)
_BETWEEN = re.compile(r"和|跟|与|同(?!一)|还是|、|\band\b|\bor\b|\bversus\b|\bvs\b|\bfrom\b")
MOST_SPLITS = 3
"""How many places to part the question at are tried; each costs two searches."""
SURE = 0.4
"""Probability from which a part of the question names a matter."""


def two_matters(base: KnowledgeBase, text: str) -> tuple[str, str] | None:
    """The items of the two matters whose difference is asked; None where it is not."""
    words = normalise(text)
    if not _ASKED.search(words):
        return None
    for between in islice(_BETWEEN.finditer(words), MOST_SPLITS):
        left, right = (
            _matter(base, _ASKED.sub(" ", part))
            for part in (words[: between.start()], words[between.end() :])
        )
        if left and right and left != right:
            return left, right
    return None


def _matter(base: KnowledgeBase, part: str) -> str | None:
    if len(part.strip()) < 2:
        return None
    found = base.resolve(part)
    return found.item if found.candidates and found.candidates[0].p >= SURE else None
