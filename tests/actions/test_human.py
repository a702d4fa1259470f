"""A person please: how to reach one, and whether the wish was filed."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from rasa_sdk import Tracker

from actions.human import ActionHuman
from tests.actions.conftest import act, spoken, tracker

HOW = "请打12345找人工，或到罗湖区政务服务中心（罗湖区经二路48号）的咨询服务区。"
Core = Callable[[Callable[[httpx.Request], httpx.Response]], None]


@pytest.fixture
def core(monkeypatch: pytest.MonkeyPatch) -> Core:
    """Puts a handler in core's place."""

    def stand_in(handler: Callable[[httpx.Request], httpx.Response]) -> None:
        client = httpx.AsyncClient(base_url="http://core", transport=httpx.MockTransport(handler))
        monkeypatch.setattr("actions.clients.core._client", lambda: client)

    return stand_in


def wish(request: httpx.Request) -> httpx.Response:
    sent = json.loads(request.content)
    body = {key: sent[key] for key in ("conversation", "channel", "reason")}
    body |= {"reference": "W-20261122-7K3Q", "created_at": "2026-11-22T10:00:00+08:00"}
    return httpx.Response(201, json=body)


def turn(filed: str, **more: Any) -> dict[str, Any]:
    card = {
        "type": "handover",
        "text": HOW + filed,
        "speech": HOW,
        "phones": ["12345"],
        "places": ["罗湖区政务服务中心，罗湖区经二路48号"],
        "queue": True,
        "options": [],
        **more,
    }
    trace = {"intent": "human_agent", "candidates": [], "facts": [], "entities": {}}
    return {
        "outcome": "handed_over",
        "cards": [card],
        "trace": {**trace, "timings_ms": {}},
    }


async def test_the_wish_is_filed(core: Core) -> None:
    sent: list[httpx.Request] = []

    def remember(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return wish(request)

    core(remember)
    said = await act(ActionHuman(), tracker("转人工 [PHONE_1]", "human_agent"))
    assert said.events == []
    assert said.turn == turn("您的要求已经记下，编号W-20261122-7K3Q。", reference="W-20261122-7K3Q")
    assert [(r.method, r.url.path) for r in sent] == [("POST", "/v1/wishes")]
    assert json.loads(sent[0].content) == {
        "conversation": "c-1",
        "channel": "web",
        "reason": "转人工 [PHONE_1]",
        "idempotency_key": "m-1",
    }


async def test_the_gateways_name_of_the_message_is_the_key(core: Core) -> None:
    sent: list[Any] = []

    def remember(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content)["idempotency_key"])
        return wish(request)

    core(remember)
    for _ in range(2):
        await act(ActionHuman(), tracker("转人工", "human_agent", metadata={"message": "g-7"}))
    assert sent == ["g-7", "g-7"]


async def test_the_wish_is_filed_as_it_was_said(core: Core) -> None:
    """Folded to lower case, as the classifier reads it, a token opens nothing."""
    sent: list[Any] = []

    def remember(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content)["reason"])
        return wish(request)

    core(remember)
    said = spoken("转人工 [PHONE_1]")
    await act(ActionHuman(), tracker("转人工 [phone_1]", "human_agent", events=said))
    assert sent == ["转人工 [PHONE_1]"]


def refused(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused", request=request)


def late(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("late", request=request)


@pytest.mark.parametrize(
    "handler",
    [
        refused,
        late,
        lambda _: httpx.Response(503, json={"title": "down"}),
        lambda _: httpx.Response(201, json={"reference": "?"}),
        lambda _: httpx.Response(200, text="<html>"),
    ],
    ids=["refused", "late", "503", "another shape", "no JSON"],
)
async def test_core_away_is_said_and_the_way_stays(
    handler: Callable[[httpx.Request], httpx.Response], core: Core
) -> None:
    core(handler)
    said = await act(ActionHuman(), tracker("转人工", "human_agent"))
    assert said.events == []
    assert said.turn == turn("您的要求这次没能记下来，请直接打电话。")


async def test_a_conversation_that_core_cannot_take_still_gets_the_way(core: Core) -> None:
    core(wish)
    state = tracker("转人工", "human_agent").current_state()
    said = await act(ActionHuman(), Tracker.from_dict({**state, "sender_id": "c" * 65}))
    assert said.turn == turn("您的要求这次没能记下来，请直接打电话。")
