"""The knowledge base of this process, opened once and kept fresh."""

import logging
import threading
from functools import cache

from knowledge_base.base import KnowledgeBase
from knowledge_base.loader import Problem
from knowledge_base.settings import Settings

logger = logging.getLogger(__name__)


@cache
def knowledge() -> KnowledgeBase:
    """Open the knowledge base and watch its folder: a saved guide answers at once."""
    base = KnowledgeBase.open(Settings())
    _report(base.problems)
    threading.Thread(
        target=base.watch, args=(_report, threading.Event()), name="guides", daemon=True
    ).start()
    return base


def _report(problems: list[Problem]) -> None:
    for problem in problems:
        logger.error("guide refused: %s", problem)
