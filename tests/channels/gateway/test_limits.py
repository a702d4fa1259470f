"""How many messages may come from one conversation and one address."""

import os

import pytest

from channels.gateway.limits import Limits
from service.problems import ProblemError
from tests.channels.gateway.conftest import TRACE_TOKEN, Make

pytestmark = pytest.mark.asyncio


async def test_too_many_messages_of_one_conversation_wait(make_gateway: Make) -> None:
    gateway = await make_gateway(limit_conversation="2/minute")
    async with gateway.client() as citizen:
        home = (await citizen.post("/api/chat", json={"text": "你好"})).json()["conversation_id"]
        message = {"text": "再来", "conversation_id": home}
        codes = [(await citizen.post("/api/chat", json=message)).status_code for _ in range(2)]
        refused = await citizen.post("/api/chat", json=message)
        elsewhere = await citizen.post("/api/chat", json={"text": "你好"})
    assert codes == [200, 200]
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert elsewhere.status_code == 200
    assert len(await gateway.store.events(home, 0)) == 6


async def test_too_many_messages_from_one_address_wait(make_gateway: Make) -> None:
    gateway = await make_gateway(limit_address="2/minute")
    async with gateway.client() as one, gateway.client() as two:
        codes = [
            (await client.post("/api/chat", json={"text": "你好"})).status_code
            for client in (one, two, one)
        ]
    assert codes == [200, 200, 429]


async def test_a_traced_request_is_not_limited(make_gateway: Make) -> None:
    gateway = await make_gateway(limit_conversation="1/minute", limit_address="1/minute")
    async with gateway.client(**{"X-LXZ-Trace": TRACE_TOKEN}) as client:
        answers = [await client.post("/api/chat", json={"text": "你好"}) for _ in range(4)]
    assert {answer.status_code for answer in answers} == {200}
    assert all("set-cookie" not in answer.headers for answer in answers)


async def test_a_traced_conversation_belongs_to_the_trace_token(make_gateway: Make) -> None:
    gateway = await make_gateway()
    async with gateway.client(**{"X-LXZ-Trace": TRACE_TOKEN}) as client:
        first = await client.post("/api/chat", json={"text": "你好"})
        message = {"text": "接着说", "conversation_id": first.json()["conversation_id"]}
        again = await client.post("/api/chat", json=message)
    async with gateway.client() as stranger:
        refused = await stranger.post("/api/chat", json=message)
    assert again.json()["trace"]["timings_ms"]["gateway_ask"] >= 0
    assert set(again.json()["trace"]) >= {"intent", "item", "aspect", "confidence", "candidates"}
    assert refused.status_code == 404


async def test_an_empty_trace_token_opens_nothing(make_gateway: Make) -> None:
    gateway = await make_gateway(trace_token="")
    async with gateway.client(**{"X-LXZ-Trace": ""}) as client:
        assert "trace" not in (await client.post("/api/chat", json={"text": "你好"})).json()


async def test_counting_goes_on_here_when_redis_is_gone() -> None:
    limits = Limits("1/minute", "100/minute", "redis://127.0.0.1:1")
    await limits.check("a", "c")
    with pytest.raises(ProblemError):
        await limits.check("a", "c")


async def test_redis_counts_for_several_processes() -> None:
    url = os.environ.get("LXZ_TEST_REDIS_URL")
    if not url:
        pytest.skip("no Redis server: LXZ_TEST_REDIS_URL is not set")
    conversation = os.urandom(8).hex()
    one, two = (Limits("1/minute", "100000/minute", url) for _ in range(2))
    await one.check("a", conversation)
    with pytest.raises(ProblemError):
        await two.check("a", conversation)
