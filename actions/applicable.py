"""Which matters can be applied for here: asked of core at most once in half a minute."""

import contextlib
import time

from actions.clients import core
from actions.clients.core import CoreAway, CoreRefused
from messages import Act, GuideCard, Option, Turn

ASK_EVERY_S = 30.0
AGAIN_AFTER_S = 3.0

_known: frozenset[str] = frozenset()
_asked = -ASK_EVERY_S


async def applicable() -> frozenset[str]:
    """Ids of matters; what was known last while core is away."""
    global _known, _asked
    now = time.monotonic()
    if now - _asked >= ASK_EVERY_S:
        _asked = now - ASK_EVERY_S + AGAIN_AFTER_S  # while core is away
        with contextlib.suppress(CoreAway, CoreRefused):
            _known = frozenset(one.item for one in await core.items())
            _asked = now
    return _known


async def offer_applying(turn: Turn) -> Turn:
    """The same turn; the guide of a matter that can be applied for here says so."""
    for card in turn.cards:
        if isinstance(card, GuideCard) and card.item in await applicable():
            act = Act(intent="start_application", item=card.item)
            card.options = [Option(label="现在申请", item=card.item, act=act), *card.options]
    return turn
