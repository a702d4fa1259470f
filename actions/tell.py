"""A complaint, a report or a suggestion: becomes a work order of the hotline (12345 工单)."""

import re

from rasa_sdk import Tracker

from actions.errands import begin_errand, own_words
from actions.forms.moves import Move
from actions.turns import said_in
from text.normalise import normalise

KINDS = {"complaint": "投诉", "report": "举报", "suggestion": "建议"}
LEAST = 4
"""Characters that words must have beside the wish to tell something, an English word counting as
two: 我要投诉 has none, 我要投诉无证摆摊 has four."""
WISH = re.compile(
    r"投诉|举报|建议|反映|意见|求助|[我你您想要请提有个一件下些和对给向帮能可以么吗吧啊呀啦了的]|问题|情况|事情?"
    r"|\b(?:i|want|wish|would|like|to|a|an|my|make|file|have|need|can|could|please|complain|complaint"
    r"|report|suggest|suggestion|something|hi|hello)\b"
)
SAYS_SO = re.compile(
    r"(?:我|想|要)(?:投诉|举报|反映|求助)|^(?:投诉|举报|求助)"
    r"|\bi (?:want|would like) to (?:report|complain)\b"
)
HELP = re.compile(r"求助|请求帮助|帮帮|救救|求求你|帮下我|please help|help (?:me|us)\b")
"""Words of who is in need, whatever it was taken for."""


async def tell_move(tracker: Tracker, intent: str) -> Move:
    """What was told is kept as the citizen's own words; only what is missing is asked."""
    known: list[tuple[str | None, str]] = [("kind", _kind(said_in(tracker), intent))]
    if not _only_a_wish(said_in(tracker)):
        known += own_words(tracker, "what")
    return await begin_errand(tracker, "work-order", known)


def says_so(said: str) -> bool:
    """Whether the words say outright that something is to be told: 我要举报，……"""
    return SAYS_SO.search(normalise(said)) is not None


def _kind(said: str, intent: str) -> str:
    """The kind that the words name, else that of the act."""
    words = normalise(said)
    named = [kind for kind in KINDS.values() if kind in words]
    if len(named) == 1:
        return named[0]
    return "求助" if intent != "suggestion" and HELP.search(words) else KINDS[intent]


def _only_a_wish(said: str) -> bool:
    words = normalise(said)
    named = any(word in words for word in (*KINDS.values(), "意见", "反映", "complain", "report"))
    rest = re.findall(r"[a-z']+|[^\W_a-z]", WISH.sub(" ", words))
    return named and sum(2 if one.isascii() else 1 for one in rest) < LEAST
