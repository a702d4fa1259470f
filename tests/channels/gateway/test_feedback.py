"""Thumbs on cards."""

import pytest
from sqlalchemy import select

from channels.gateway.models import Feedback
from tests.channels.gateway.conftest import Gateway

pytestmark = pytest.mark.asyncio


async def test_a_later_thumb_replaces_the_first(each_gateway: Gateway) -> None:
    async with each_gateway.client() as citizen:
        reply = (await citizen.post("/api/chat", json={"text": "你好"})).json()
        thumb = {
            "conversation_id": reply["conversation_id"],
            "event_id": reply["event_ids"][0],
        }
        await citizen.post("/api/feedback", json=thumb | {"value": "up"})
        answer = await citizen.post(
            "/api/feedback", json=thumb | {"value": "down", "comment": "不对"}
        )
    assert answer.json() == thumb | {"value": "down"}
    async with each_gateway.app.state.services.database.read() as session:
        (kept,) = (await session.scalars(select(Feedback))).all()
    assert (kept.value, kept.comment) == ("down", "不对")


async def test_only_cards_of_ones_own_conversation_are_rated(gateway: Gateway) -> None:
    async with gateway.client() as citizen, gateway.client() as stranger:
        mine = (await citizen.post("/api/chat", json={"text": "你好"})).json()
        theirs = (await stranger.post("/api/chat", json={"text": "你好"})).json()
        card = {"conversation_id": mine["conversation_id"], "event_id": mine["event_ids"][0]}
        attempts = [
            (stranger, card),
            (citizen, card | {"event_id": mine["user_event_id"]}),
            (citizen, card | {"event_id": theirs["event_ids"][0]}),
            (citizen, card | {"event_id": 999_999}),
            (citizen, card | {"conversation_id": "none"}),
        ]
        codes = [
            (await who.post("/api/feedback", json=body | {"value": "up"})).status_code
            for who, body in attempts
        ]
    assert codes == [404] * 5


async def test_a_thumb_is_up_or_down(gateway: Gateway) -> None:
    body = {"conversation_id": "x", "event_id": 1, "value": "sideways"}
    async with gateway.client() as citizen:
        assert (await citizen.post("/api/feedback", json=body)).status_code == 422
