"""A tracker to run an action on; a knowledge base and a core that answer as told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import applicable
from actions.forms.cards import PERSON, STOP
from knowledge_base.base import Resolution
from knowledge_base.case import NO_CASE, OwnCase
from knowledge_base.matter_model import Decision
from knowledge_base.schema import Guide
from messages import Candidate, NoticeCard, Option, Trace, Turn
from tests.actions.fake_core import FakeCore
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
ASKING = (
    "answer", "apply", "doubt", "hall", "matters", "my_data", "small_talk", "status",
    "forms.digression",
)  # fmt: skip
"""The modules of actions that ask the knowledge base."""


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
    active_loop: str | None = None,
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
            "active_loop": {"name": active_loop} if active_loop else {},
        }
    )


def filling(text: str = "", intent: str = "ask_guide", **more: Any) -> Tracker:
    """A message while the form fills the draft D-1."""
    slots = {"task": "apply", "draft_id": "D-1", "requested_slot": "answer"}
    return tracker(text, intent, slots=slots, active_loop="task_form", **more)


def asking(text: str = "", intent: str = "ask_guide", case: str | None = None, **more: Any) -> Any:
    """A message while the form asks for a case; its number may be known."""
    slots = {"task": "status", "asked_case": case, "requested_slot": "answer"}
    return tracker(text, intent, slots=slots, active_loop="task_form", **more)


def slot(name: str, value: Any) -> dict[str, Any]:
    return {"event": "slot", "timestamp": None, "name": name, "value": value}


LISTENING: list[dict[str, Any]] = [
    {"event": "active_loop", "timestamp": None, "name": "task_form"},
    slot("requested_slot", "answer"),
    {"event": "followup", "timestamp": None, "name": "action_listen"},
]
"""The form has been put in charge and waits."""
GOES_ON = [slot("answer", None)]
"""The form waits for the next message."""
ENDS = [slot("task", None), slot("draft_id", None), slot("requested_slot", None)]
"""The form is over."""


def fills(draft: str = "D-1") -> list[dict[str, Any]]:
    """The form, filling this draft, is put in charge."""
    return [slot("task", "apply"), slot("draft_id", draft), *LISTENING]


def asks(number: str | None = None) -> list[dict[str, Any]]:
    """The form, asking for a case, is put in charge; its number may be known."""
    return [slot("task", "status"), slot("asked_case", number), *LISTENING]


def whole(outcome: Any, *cards: Any, then: Any = None, **trace: Any) -> dict[str, Any]:
    """The turn an action says, as it travels."""
    turn = Turn(outcome=outcome, then=then, cards=list(cards), trace=Trace(**trace))
    return turn.model_dump(mode="json", exclude_none=True)


def notice(text: str, options: list[Option] | None = None) -> NoticeCard:
    return NoticeCard(
        text=text, speech=text, options=[STOP, PERSON] if options is None else options
    )


def failure(safe: str) -> NoticeCard:
    """What is said when core is away, with the reference that the fixture `core` fixes."""
    text = f"抱歉，办事的系统现在没有回应，这一步没有办成。{safe}请过一会儿再试；着急请拨打12345。"
    known: dict[str, Any] = {"level": "warning", "phones": ["12345"], "reference": "A-0A1B2C3D"}
    return NoticeCard(text=f"{text}编号A-0A1B2C3D。", speech=text, **known)


def remembered(*items: str) -> list[dict[str, Any]]:
    """The events by which the matters at hand are kept, the last one last."""
    slot = {"event": "slot", "timestamp": None, "name": "current_item"}
    return [{**slot, "value": item} for item in items]


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
    before: list[str] = field(default_factory=list)

    def resolve(
        self,
        text: str,
        current_item: str | None = None,
        earlier: OwnCase = NO_CASE,
        before: Sequence[str] = (),
    ) -> Resolution:
        self.asked.append((text, current_item, earlier))
        self.before = list(before)
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


@pytest.fixture(autouse=True)
def core(monkeypatch: pytest.MonkeyPatch) -> FakeCore:
    """Stands in for core, and the references of failures are known."""
    fake = FakeCore()
    client = httpx.AsyncClient(base_url="http://core", transport=httpx.MockTransport(fake))
    monkeypatch.setattr("actions.clients.core._client", lambda: client)
    monkeypatch.setattr("actions.failing.secrets.token_hex", lambda _: "0a1b2c3d")
    monkeypatch.setattr(applicable, "_known", frozenset())
    monkeypatch.setattr(applicable, "_asked", -applicable.ASK_EVERY_S)
    return fake


def use(monkeypatch: pytest.MonkeyPatch, base: Any) -> None:
    knowledge: Callable[[], Any] = lambda: base  # noqa: E731
    for action in ASKING:
        monkeypatch.setattr(f"actions.{action}.knowledge", knowledge)
