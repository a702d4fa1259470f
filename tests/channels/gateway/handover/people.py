"""A citizen and the desk, for the tests of the hand-over."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import httpx

from messages import HandoverCard, Turn
from tests.channels.gateway.conftest import AGENTS, Gateway

ORIGIN = {"Origin": "http://gateway"}
PERSON = Turn(
    outcome="handed_over",
    cards=[
        HandoverCard(
            text="请打12345找人工。编号W-1。",
            speech="请打12345。",
            phones=["12345"],
            places=["大厅"],
            reference="W-1",
            queue=True,
        )
    ],
)
"""What Rasa's action says to 转人工."""

MONDAY_NOON = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)
"""12:00 in Shenzhen."""


@dataclass
class Clock:
    """A time that goes on when it is told to."""

    now: dt.datetime = MONDAY_NOON

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += dt.timedelta(**time)


@dataclass
class Citizen:
    """Somebody at the page of a gateway."""

    gateway: Gateway
    http: httpx.AsyncClient
    home: str | None = None
    replies: list[dict[str, Any]] = field(default_factory=list)

    async def say(self, text: str | None = None, **message: Any) -> dict[str, Any]:
        """One message; the reply."""
        body = ({"text": text} if text is not None else {}) | message
        if self.home:
            body["conversation_id"] = self.home
        answer = await self.http.post("/api/chat", json=body)
        assert answer.status_code == 200, answer.text
        reply: dict[str, Any] = answer.json()
        self.home = reply["conversation_id"]
        self.replies.append(reply)
        return reply

    async def wants_a_person(self, text: str = "转人工") -> dict[str, Any]:
        """Asks for a person; the hand-over card."""
        self.gateway.rasa.turn = PERSON
        reply = await self.say(text)
        self.gateway.rasa.turn = None
        return dict(reply["cards"][0])

    async def choose(self, card: dict[str, Any], label: str) -> dict[str, Any]:
        """Press one of the buttons of a card."""
        (choice,) = [one["choice"] for one in card["options"] if one["label"] == label]
        return await self.say(choice=choice)

    async def shown(self) -> list[dict[str, Any]]:
        """All cards of the conversation so far."""
        events = await self.gateway.store.events(self.home, 0)
        return [event.payload for event in events if event.kind == "card"]


@dataclass
class Agent:
    """Somebody signed in to the desk."""

    http: httpx.AsyncClient

    async def sign_in(self, name: str = "小李", token: str | None = None) -> httpx.Response:
        form = {"name": name, "token": token or AGENTS[name]}
        return await self.http.post("/desk/sign-in", data=form, headers=ORIGIN)

    async def overview(self) -> dict[str, Any]:
        answer = await self.http.get("/desk/api/overview")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def waiting(self) -> list[dict[str, Any]]:
        return list((await self.overview())["waiting"])

    async def do(self, what: str, handover: int, **body: Any) -> httpx.Response:
        path = f"/desk/api/handovers/{handover}/{what}"
        return await self.http.post(path, json=body, headers=ORIGIN)

    async def claim_first(self) -> int:
        """Takes who is first; the id of the hand-over."""
        first = int((await self.waiting())[0]["id"])
        assert (await self.do("claim", first)).status_code == 204
        return first

    async def lines(self, handover: int) -> list[tuple[str, str]]:
        """Who said what."""
        answer = await self.http.get(f"/desk/api/handovers/{handover}")
        assert answer.status_code == 200, answer.text
        return [(line["by"], line["text"]) for line in answer.json()["lines"]]
