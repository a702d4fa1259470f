"""What the small assistant on a real socket says."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class FakeAssistant:
    """Answers every text with a guide on cats; `seen` are the requests, in order.

    `status` other than 200 makes every chat a problem; `trace` False leaves the trace out.
    """

    url: str = ""
    seen: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200
    trace: bool = True

    def reply(self, headers: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
        self.seen.append({"trace": headers.get("X-LXZ-Trace"), "cookie": headers.get("Cookie")})
        self.seen[-1] |= body
        if self.status != 200:
            return {"type": "about:blank", "title": "坏了", "detail": "稍后再试"}
        answer = {
            "conversation_id": body.get("conversation_id") or f"c{len(self.seen)}",
            "outcome": "answered",
            "cards": [CARD],
        }
        return answer | ({"trace": TRACE} if self.trace else {})


TRACE_TOKEN = "open-for-tests"

CARD = {
    "type": "guide",
    "text": "养猫要登记。",
    "speech": "",
    "item": "cat",
    "sources": [
        {"title": "养猫办法", "publisher": "某局", "date": "2020-01-02", "trust": "official"}
    ],
    "options": [
        {"label": "带什么", "choice": "sealed-1"},
        {"label": "[b]去哪[/b]", "choice": "sealed-2"},
    ],
}
TRACE = {
    "intent": "ask_guide",
    "item": "cat",
    "aspect": "overview",
    "confidence": 0.75,
    "candidates": [{"item": "cat", "p": 0.75}],
    "facts": ["f1"],
    "entities": {},
    "timings_ms": {"nlu": 12.5},
}
