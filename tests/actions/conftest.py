"""A tracker to run an action on, and a knowledge base that answers as told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from knowledge_base.base import Decision, Resolution
from knowledge_base.schema import Guide
from messages import Candidate
from tests.guide_samples import guide

NOTHING = {
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
) -> Tracker:
    return Tracker.from_dict(
        {
            "sender_id": "c-1",
            "slots": slots or {},
            "latest_message": {
                "text": text,
                "intent": {"name": intent, "confidence": 1.0},
                "entities": [{"entity": k, "value": v} for k, v in (entities or {}).items()],
                "message_id": "m-1",
                "metadata": metadata or {},
            },
            "events": events or [],
        }
    )


async def act(action: Action, on: Tracker) -> Said:
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, on, {})
    return Said(events, dispatcher.messages)


@dataclass
class ToldBase:
    """Stands in for the knowledge base: gives `found` and remembers what was asked."""

    guides: dict[str, Guide]
    found: Resolution | None = None
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def resolve(self, text: str, current_item: str | None = None) -> Resolution:
        self.asked.append((text, current_item))
        assert self.found is not None
        return self.found


def resolution(decision: Decision, *candidates: tuple[str, float], **more: Any) -> Resolution:
    """Of the sample guide's fee, unless `more` says otherwise."""
    sample = guide()
    known = {
        "aspect": "fee",
        "aspect_p": 0.9,
        "facts": [sample.facts[2]],
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
    monkeypatch.setattr("actions.answer.knowledge", knowledge)
