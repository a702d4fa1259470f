"""The thread of a conversation: what was said, which matter is at hand, whose case it is."""

import re
from dataclasses import dataclass

from rasa_sdk import Tracker

from knowledge_base.case import NO_CASE, OwnCase, case_in
from text.normalise import normalise

BACK = re.compile(
    r"刚才|刚刚(说|问|讲|那)|前面(说|问|讲|那)|之前(说|问|讲)|先前|上一(个|件)|第一(个|件)(事|问题)"
    r"|说回|回到|\b(earlier|before|previous|first) (one|matter|question|thing)\b|\bback to\b"
)
REMEMBERED = 4
"""How many of the citizen's last messages may tell of their case."""


@dataclass(frozen=True)
class Thread:
    """`text`: the message; `typed`: the last words that were typed rather than chosen on a
    card; `current` and `earlier`: items of the matters talked about last
    and before that; `case`: what the citizen said of their case before this message."""

    text: str
    typed: str
    current: str | None
    earlier: str | None
    case: OwnCase

    @property
    def meant(self) -> str | None:
        """The matter at hand: the earlier one where the words go back to it."""
        goes_back = self.earlier is not None and BACK.search(normalise(self.text))
        return self.earlier if goes_back else self.current


def thread_of(tracker: Tracker, at_hand: str | None = None) -> Thread:
    """`at_hand`: the matter that is certainly at hand, such as the one being applied for."""
    text = tracker.latest_message.get("text") or ""
    typed = [words for words in _said(tracker) if not words.startswith("/")]
    return Thread(
        text=text,
        typed=text if not text.startswith("/") else (typed or [""])[-1],
        current=at_hand or tracker.get_slot("current_item"),
        earlier=tracker.get_slot("earlier_item"),
        case=_case(tracker),
    )


def _case(tracker: Tracker) -> OwnCase:
    """Of the last messages, what was said last holds."""
    case = NO_CASE
    for text in _said(tracker)[-1 - REMEMBERED : -1]:
        case = case.updated(case_in(normalise(text)))
    return case


def _said(tracker: Tracker) -> list[str]:
    """The citizen's messages, the latest last."""
    return [event.get("text") or "" for event in tracker.events if event["event"] == "user"]
