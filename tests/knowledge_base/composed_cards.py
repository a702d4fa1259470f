"""Cards as the composer makes them on one day, and all that can be asked of them."""

import datetime as dt
from typing import get_args

from knowledge_base.base import Resolution
from knowledge_base.compose import answer_aspect, answer_resolution
from knowledge_base.schema import Fact, Guide
from knowledge_base.wording import Language
from messages import Aspect, Candidate, GuideCard

TODAY = dt.date(2026, 11, 22)
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
LANGUAGES: tuple[Language, ...] = get_args(Language)
Answer = tuple[GuideCard, list[str], bool]


def card_of(guide: Guide, aspect: Aspect, language: Language = "zh") -> Answer:
    """The card for an aspect that was chosen."""
    return answer_aspect(guide, aspect, TODAY, language)


def resolved(
    guide: Guide,
    aspect: Aspect,
    facts: list[Fact],
    *,
    said: bool = True,
    text: str = "",
    language: Language = "zh",
    close: int = 1,
) -> Answer:
    """The card for a question that was resolved as these facts, best first."""
    candidates = [Candidate(item=guide.id, p=0.9)]
    found = Resolution("answer", candidates, 0.9, aspect, 0.9, facts, close, said, {})
    return answer_resolution(guide, found, text, TODAY, language)
