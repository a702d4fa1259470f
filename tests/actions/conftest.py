"""A tracker to run an action on, and a knowledge base that answers as told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from knowledge_base.base import Resolution
from knowledge_base.case import NO_CASE, OwnCase
from knowledge_base.matter_model import Decision
from knowledge_base.schema import Guide
from messages import Candidate
from tests.guide_samples import guide

NOTHING: dict[str, Any] = {
    "text": None,
    "buttons": [],
    "elements": [],
    "template": None,
    "response": None,
    "image": None,
    "attachment": None,
}
"""A dispatcher's message beside `custom`."""


@dataclass
class Said:
    """What an action gave back: its events and its messages, whole."""

    events: list[dict[str, Any]]
    messages: list[dict[str, Any]]

    @property
    def turn(self) -> dict[str, Any]:
        """The one turn; fails where more or else was said."""
        assert len(self.messages) == 1
        custom: dict[str, Any] = self.messages[0]["custom"]
        assert {k: v for k, v in self.messages[0].items() if k != "custom"} == NOTHING
        return custom


def tracker(
    text: str = "",
    intent: str = "ask_guide",
    *,
    entities: dict[str, str] | None = None,
    slots: dict[str, Any] | None = None,
    metadata: dict[str, Any] | None = None,
    events: list[dict[str, Any]] | None = None,
    sureness: float = 1.0,
) -> Tracker:
    return Tracker.from_dict(
        {
            "sender_id": "c-1",
            "slots": slots or {},
            "latest_message": {
                "text": text,
                "intent": {"name": intent, "confidence": sureness},
                "entities": [{"entity": k, "value": v} for k, v in (entities or {}).items()],
                "message_id": "m-1",
                "metadata": metadata or {},
            },
            "events": events or [],
        }
    )


def remembered(item: str, before: str | None = None) -> list[dict[str, Any]]:
    """The events by which the matter at hand and the one before it are kept."""
    slot = {"event": "slot", "timestamp": None}
    return [
        {**slot, "name": "current_item", "value": item},
        {**slot, "name": "earlier_item", "value": before},
    ]


def spoken(*texts: str) -> list[dict[str, Any]]:
    """The events of a conversation in which the citizen said these."""
    return [{"event": "user", "text": text} for text in texts]


async def act(action: Action, on: Tracker) -> Said:
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, on, {})
    return Said(events, dispatcher.messages)


@dataclass
class ToldBase:
    """Stands in for the knowledge base: gives `found`, or what `of` has for a text, and
    remembers what was asked."""

    guides: dict[str, Guide]
    found: Resolution | None = None
    of: dict[str, Resolution] = field(default_factory=dict)
    asked: list[tuple[str, str | None, OwnCase]] = field(default_factory=list)

    def resolve(
        self, text: str, current_item: str | None = None, earlier: OwnCase = NO_CASE
    ) -> Resolution:
        self.asked.append((text, current_item, earlier))
        found = self.of.get(text, self.found)
        assert found is not None, text
        return found


def resolution(decision: Decision, *candidates: tuple[str, float], **more: Any) -> Resolution:
    """Of the sample guide's fee, as sure as the first is likely, unless `more` says
    otherwise."""
    sample = guide()
    known = {
        "confidence": candidates[0][1] if candidates else 0.0,
        "aspect": "fee",
        "aspect_p": 0.9,
        "facts": [sample.facts[2]],
        "close": 1,
        "said": True,
        "timings_ms": {"encode": 1.0},
        **more,
    }
    return Resolution(decision, [Candidate(item=i, p=p) for i, p in candidates], **known)


@pytest.fixture
def base(monkeypatch: pytest.MonkeyPatch) -> ToldBase:
    bell = guide(id="ling", name="风铃备案", short_name="风铃备案", name_en="Bells", aliases=[])
    told = ToldBase({"deng-ji": guide(), "ling": bell})
    use(monkeypatch, told)
    return told


def use(monkeypatch: pytest.MonkeyPatch, base: Any) -> None:
    knowledge: Callable[[], Any] = lambda: base  # noqa: E731
    for action in ("answer", "not_yet", "small_talk"):
        monkeypatch.setattr(f"actions.{action}.knowledge", knowledge)
