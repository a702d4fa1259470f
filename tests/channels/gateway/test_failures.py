"""Rasa down, slow or confused: an honest reply in time, and the message is kept."""

import asyncio
import time
from typing import Any

import pytest

from channels.gateway.settings import GatewaySettings
from messages import NoticeCard
from tests.channels.gateway.conftest import Gateway, Make, say

pytestmark = pytest.mark.asyncio

TURN = say("好").model_dump(mode="json")
CONFUSED: list[Any] = [
    [],
    {},
    "ok",
    [{"text": "hello"}],
    [{"custom": TURN}, {"custom": TURN}],
    [{"custom": {"outcome": "answered", "cards": []}}],
    [{"custom": TURN | {"outcome": "guessed"}}],
]


async def failed_reply(gateway: Gateway) -> dict[str, Any]:
    """Ask once, expect a failure, and check what it says and keeps."""
    async with gateway.client() as citizen:
        answer = await citizen.post("/api/chat", json={"text": "高龄津贴怎么领"})
    assert answer.status_code == 200
    reply: dict[str, Any] = answer.json()
    assert reply["outcome"] == "failed"
    card = NoticeCard.model_validate(reply["cards"][0])
    assert "没有丢" in card.text and "再发一次" in card.text and "12345" in card.text
    assert card.reference and card.reference in card.text
    events = await gateway.store.events(reply["conversation_id"], 0)
    assert [event.kind for event in events] == ["user", "card"]
    assert events[0].payload["text"] == "高龄津贴怎么领"
    return reply


async def test_rasa_down_is_told_and_recovered_from(each_gateway: Gateway) -> None:
    each_gateway.rasa.down = True
    home = (await failed_reply(each_gateway))["conversation_id"]
    each_gateway.rasa.down = False
    assert home
    async with each_gateway.client() as citizen:
        again = await citizen.post("/api/chat", json={"text": "高龄津贴怎么领"})
    assert again.json()["outcome"] == "answered"


@pytest.mark.parametrize("body", CONFUSED)
async def test_what_is_not_one_turn_is_a_failure(gateway: Gateway, body: Any) -> None:
    gateway.rasa.body = body
    await failed_reply(gateway)


async def test_slow_rasa_is_given_up(make_gateway: Make) -> None:
    gateway = await make_gateway(turn_timeout_s=0.2)
    gateway.rasa.delay_s = 5
    began = time.monotonic()
    await failed_reply(gateway)
    assert time.monotonic() - began < 1


async def test_waiting_in_line_counts_towards_the_deadline(make_gateway: Make) -> None:
    gateway = await make_gateway(turn_timeout_s=0.4)
    async with gateway.client() as citizen:
        first = await citizen.post("/api/chat", json={"text": "开始"})
        message = {"conversation_id": first.json()["conversation_id"]}
        gateway.rasa.delay_s = 5
        began = time.monotonic()
        answers = await asyncio.gather(
            *(citizen.post("/api/chat", json=message | {"text": f"第{n}句"}) for n in range(3))
        )
    assert time.monotonic() - began < 1.2
    assert {answer.json()["outcome"] for answer in answers} == {"failed"}
    assert len(await gateway.store.events(message["conversation_id"], 0)) == 8


async def test_a_message_that_failed_is_asked_again_under_its_name(each_gateway: Gateway) -> None:
    async with each_gateway.client() as citizen:
        home = (await citizen.post("/api/chat", json={"text": "开始"})).json()["conversation_id"]
        message = {"text": "问", "client_message_id": "m", "conversation_id": home}
        each_gateway.rasa.body = []
        failed = (await citizen.post("/api/chat", json=message)).json()
        each_gateway.rasa.body = None
        again = (await citizen.post("/api/chat", json=message)).json()
        same = (await citizen.post("/api/chat", json=message)).json()
    names = [heard["metadata"]["message"] for heard in each_gateway.rasa.heard]
    assert [failed["outcome"], again["outcome"]] == ["failed", "answered"]
    assert again["user_event_id"] == failed["user_event_id"]
    assert same == again
    assert each_gateway.rasa.messages == ["开始", "问", "问"] and names[1] == names[2]
    kinds = [event.kind for event in await each_gateway.store.events(home, 0)]
    assert kinds == ["user", "card", "user", "card", "card"]


async def test_five_seconds_are_enough_by_default() -> None:
    assert GatewaySettings.model_fields["turn_timeout_s"].default <= 4.5


@pytest.mark.parametrize("words", ["家里着火了", "我不想活了"])
async def test_an_emergency_is_answered_without_the_database(gateway: Gateway, words: str) -> None:
    await break_database(gateway)
    async with gateway.client() as citizen:
        reply = (await citizen.post("/api/chat", json={"text": words})).json()
    assert reply["outcome"] == "emergency"
    assert reply["cards"][0]["phones"]


async def test_a_question_without_the_database_is_a_problem_and_not_lost_silently(
    gateway: Gateway,
) -> None:
    await break_database(gateway)
    async with gateway.client() as citizen:
        answer = await citizen.post("/api/chat", json={"text": "高龄津贴怎么领"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"


async def break_database(gateway: Gateway) -> None:
    """Drop the tables under the running gateway."""
    async with gateway.store._database.engine.begin() as connection:
        for table in ("news", "feedback", "events", "messages", "conversations"):
            await connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
