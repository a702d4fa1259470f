"""The event stream over a real socket: in order, resumable, and soon."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import pytest_asyncio
import uvicorn

from channels.gateway.store.claims import Claim
from messages import TextCard
from tests.channels.gateway.conftest import Gateway

pytestmark = pytest.mark.asyncio

Seen = tuple[int, str, dict[str, Any]]


@pytest_asyncio.fixture
async def citizen(gateway: Gateway) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at a gateway that listens on a free port."""
    config = uvicorn.Config(
        gateway.app, port=0, log_config=None, lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  uvicorn has no event to await
        await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=5) as client:
        yield client
    server.should_exit = True
    await serving


@asynccontextmanager
async def watching(
    client: httpx.AsyncClient, home: str, **how: Any
) -> AsyncIterator[AsyncIterator[Seen]]:
    """The events of a conversation as (id, kind, data)."""
    path = f"/api/conversations/{home}/events"
    async with client.stream("GET", path, **how) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        yield _parse(response)


async def _parse(response: httpx.Response) -> AsyncIterator[Seen]:
    fields: dict[str, str] = {}
    async for line in response.aiter_lines():
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value
        elif not line and "data" in fields:
            yield int(fields["id"]), fields["event"], json.loads(fields["data"])
            fields = {}


async def take(events: AsyncIterator[Seen], count: int) -> list[Seen]:
    async with asyncio.timeout(3):
        return [await anext(events) for _ in range(count)]


async def say(client: httpx.AsyncClient, text: str, home: str | None = None) -> dict[str, Any]:
    body = {"text": text} | ({"conversation_id": home} if home else {})
    answer: dict[str, Any] = (await client.post("/api/chat", json=body)).json()
    return answer


async def test_words_and_cards_come_in_order_with_values_hidden(
    citizen: httpx.AsyncClient,
) -> None:
    reply = await say(citizen, "电话13800138000")
    await say(citizen, "第二句", reply["conversation_id"])
    async with watching(citizen, reply["conversation_id"]) as events:
        seen = await take(events, 4)
    assert [kind for _, kind, _ in seen] == ["user", "card", "user", "card"]
    assert [number for number, _, _ in seen] == sorted(number for number, _, _ in seen)
    assert seen[0][2] == {"text": "电话〔手机号已隐去〕"}
    assert seen[1][2] == reply["cards"][0]
    assert seen[1][0] == reply["event_ids"][0]


async def test_a_stream_resumes_after_the_last_event_seen(citizen: httpx.AsyncClient) -> None:
    home = (await say(citizen, "一"))["conversation_id"]
    last = (await say(citizen, "二", home))["event_ids"][-1]
    new = (await say(citizen, "三", home))["user_event_id"]
    for how in ({"headers": {"Last-Event-ID": str(last)}}, {"params": {"after": last}}):
        async with watching(citizen, home, **how) as events:
            assert (await take(events, 1))[0] == (new, "user", {"text": "三"})


async def test_new_events_of_this_process_come_at_once(citizen: httpx.AsyncClient) -> None:
    home = (await say(citizen, "一"))["conversation_id"]
    async with watching(citizen, home) as events:
        await take(events, 2)
        began = time.monotonic()
        await say(citizen, "二", home)
        seen = await take(events, 2)
    assert time.monotonic() - began < 0.5
    assert seen[0][2] == {"text": "二"}


async def test_events_of_another_process_come_within_about_a_second(
    citizen: httpx.AsyncClient, gateway: Gateway
) -> None:
    home = (await say(citizen, "一"))["conversation_id"]
    card = TextCard(text="窗口同事的话").model_dump(mode="json")
    async with watching(citizen, home) as events:
        await take(events, 2)
        claim: Claim = await gateway.store.claim(home, None, "晚到的", "zh-CN")
        await gateway.store.finish(home, claim, {"outcome": "answered", "cards": [card]})
        seen = await take(events, 2)
    assert seen[1][2]["text"] == "窗口同事的话"


async def test_a_stream_that_ends_is_forgotten(
    citizen: httpx.AsyncClient, gateway: Gateway
) -> None:
    home = (await say(citizen, "一"))["conversation_id"]
    waiting = gateway.app.state.services.notifier._waiting
    async with watching(citizen, home) as events:
        await take(events, 2)
        assert home in waiting
    async with asyncio.timeout(2):
        while home in waiting:  # noqa: ASYNC110  nor has a dictionary
            await asyncio.sleep(0.02)


async def test_a_stranger_sees_nothing(gateway: Gateway) -> None:
    async with gateway.client() as owner, gateway.client() as stranger:
        home = (await say(owner, "一"))["conversation_id"]
        foreign = await stranger.get(f"/api/conversations/{home}/events")
        missing = await stranger.get("/api/conversations/none/events")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


@pytest.mark.parametrize("last", ["x", "-1", "9" * 30])
async def test_a_made_up_event_id_is_a_problem(gateway: Gateway, last: str) -> None:
    async with gateway.client() as owner:
        home = (await say(owner, "一"))["conversation_id"]
        path = f"/api/conversations/{home}/events"
        answer = await owner.get(path, headers={"Last-Event-ID": last})
    assert answer.status_code == 422
