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
    card; `current`: the item of the matter talked about last; `before`: those before it, the
    newest first; `case`: what the citizen said of their case before this message."""

    text: str
    typed: str
    current: str | None
    before: tuple[str, ...]
    case: OwnCase

    @property
    def meant(self) -> str | None:
        """The matter at hand: the one before where the words go back to it."""
        goes_back = self.before and BACK.search(normalise(self.text))
        return self.before[0] if goes_back else self.current

    @property
    def others(self) -> list[str]:
        """The matters talked about, without the one that is meant, the newest first."""
        talked = [item for item in (self.current, *self.before) if item is not None]
        return [item for item in talked if item != self.meant]


def thread_of(tracker: Tracker, at_hand: str | None = None) -> Thread:
    """`at_hand`: the matter that is certainly at hand, such as the one being applied for."""
    text = tracker.latest_message.get("text") or ""
    typed = [words for words in _said(tracker) if not words.startswith("/")]
    current = at_hand or tracker.get_slot("current_item")
    return Thread(
        text=text,
        typed=text if not text.startswith("/") else (typed or [""])[-1],
        current=current,
        before=tuple(item for item in _matters(tracker) if item != current),
        case=_case(tracker),
    )


def _matters(tracker: Tracker) -> list[str]:
    """All that were at hand, the newest first."""
    at_hand = [
        event["value"]
        for event in tracker.events
        if event["event"] == "slot" and event["name"] == "current_item" and event["value"]
    ]
    return list(dict.fromkeys(reversed(at_hand)))


def _case(tracker: Tracker) -> OwnCase:
    """Of the last messages, what was said last holds."""
    case = NO_CASE
    for text in _said(tracker)[-1 - REMEMBERED : -1]:
        case = case.updated(case_in(normalise(text)))
    return case


def _said(tracker: Tracker) -> list[str]:
    """The citizen's messages, the latest last."""
    return [event.get("text") or "" for event in tracker.events if event["event"] == "user"]
