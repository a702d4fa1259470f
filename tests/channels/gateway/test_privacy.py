"""Private data: in no store, no log, no message to Rasa; in no trace but the caller's own."""

import logging
from pathlib import Path

import pytest

from channels.gateway import masking
from messages import Trace
from service.logs import JsonLines
from tests.channels.gateway.conftest import Gateway, say
from tests.channels.gateway.private_data import ID, stored_bytes
from text.private_data import Found, Masked

pytestmark = pytest.mark.asyncio

SPELLINGS = [
    ("13800138000", "我的手机号是13800138000"),
    ("13800138000", "手机 138 0013 8000"),
    ("13800138000", "１３８００１３８０００"),
    ("13800138000", "幺三八零零幺三八零零零"),
    ("粤B12345", "车牌粤B12345"),
    ("6222020200112230", "卡号6222 0202 0011 2230"),
    (ID, f"身份证{ID}"),
]


@pytest.mark.parametrize(("value", "words"), SPELLINGS)
async def test_a_private_value_is_kept_nowhere(
    gateway: Gateway, value: str, words: str, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    assert masking.mask(words).found, "the example is no private data"
    async with gateway.client() as citizen:
        reply = await citizen.post("/api/chat", json={"text": words, "client_message_id": words})
        home, event = reply.json()["conversation_id"], reply.json()["event_ids"][0]
        feedback = {"conversation_id": home, "event_id": event, "value": "up", "comment": words}
        assert (await citizen.post("/api/feedback", json=feedback)).status_code == 200
    stored = stored_bytes(tmp_path)
    logged = "\n".join(JsonLines().format(record) for record in caplog.records)
    heard = gateway.rasa.messages[0]
    assert home.encode() in stored
    for form in {value, words}:
        assert form.encode() not in stored
        assert form not in logged and form not in heard
    assert "已隐去" in reply.text


async def test_values_are_shown_as_words_to_the_owner(gateway: Gateway) -> None:
    async with gateway.client() as citizen:
        text = "电话13800138000车牌粤B12345"
        reply = (await citizen.post("/api/chat", json={"text": text})).json()
    assert reply["cards"][0]["text"] == "听到了：电话〔手机号已隐去〕车牌〔车牌号已隐去〕"


async def test_a_trace_opens_the_values_of_its_own_message_only(
    gateway: Gateway, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    gateway.core.away = False
    entities: dict[str, str | list[str]] = {"plate": "[PLATE_1]", "all": ["[PHONE_1]", "[ID_9]"]}
    gateway.rasa.turn = say("好", trace=Trace(intent="pay_fee", entities=entities))
    token = gateway.settings.trace_token.get_secret_value()
    async with gateway.client() as citizen:
        message = {"text": "粤B12345违章，电话13800138000"}
        traced = await citizen.post("/api/chat", json=message, headers={"X-LXZ-Trace": token})
        plain = await citizen.post("/api/chat", json=message, headers={"X-LXZ-Trace": "wrong"})
    opened = {"plate": "粤B12345", "all": ["13800138000", "[ID_9]"]}
    assert traced.json()["trace"]["entities"] == opened
    assert "trace" not in plain.json()
    stored = stored_bytes(tmp_path)
    assert "粤B12345".encode() not in stored and b"13800138000" not in stored
    ours = [JsonLines().format(r) for r in caplog.records if r.name.startswith("luoxiaozheng")]
    assert ours and not any("entities" in line or "PLATE" in line for line in ours)


async def test_only_the_whole_token_is_opened() -> None:
    masked = Masked("[ID_1]", [Found("ID", "[ID_1]", "x")])
    trace = Trace(entities={"a": "[ID_1] [ID_10]"})
    assert masking.open_trace(trace, masked).entities == {"a": "x [ID_10]"}


async def test_words_in_brackets_that_are_no_token_stay() -> None:
    assert masking.render({"a": ["[NOTE_1]", "[ID_2]", 3]}) == {
        "a": ["[NOTE_1]", "〔证件号已隐去〕", 3]
    }


async def test_an_unforeseen_error_keeps_its_words_to_itself(
    gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("13800138000")

    gateway.app.state.services.road.travel = broken
    async with gateway.client() as citizen:
        answer = await citizen.post("/api/chat", json={"text": "你好"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "13800138000" not in answer.text
    assert "13800138000" not in "".join(JsonLines().format(r) for r in caplog.records)
