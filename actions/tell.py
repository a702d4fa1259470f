"""A complaint, a report or a suggestion: becomes a work order of the hotline (12345 工单)."""

import re

from rasa_sdk import Tracker

from actions.errands import begin_errand, own_words
from actions.forms.moves import Move
from actions.turns import said_in
from text.normalise import normalise

KINDS = {"complaint": "投诉", "report": "举报", "suggestion": "建议"}
ONLY_WISH = 12
"""Characters, an English word counting as two, up to which words may only say that one wants to
tell something: 我要投诉."""


async def tell_move(tracker: Tracker, intent: str) -> Move:
    """What was told is kept as the citizen's own words; only what is missing is asked."""
    known: list[tuple[str | None, str]] = [("kind", KINDS[intent])]
    if not _only_a_wish(said_in(tracker)):
        known += own_words(tracker, "what")
    return await begin_errand(tracker, "work-order", known)


def _only_a_wish(said: str) -> bool:
    words = normalise(said)
    named = any(word in words for word in (*KINDS.values(), "意见", "反映", "complain", "report"))
    size = sum(2 if one.isascii() else 1 for one in re.findall(r"[a-z']+|[^\sa-z']", words))
    return named and size <= ONLY_WISH
