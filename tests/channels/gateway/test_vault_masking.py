"""Private data goes into the vault and Rasa hears its tokens, also where core does not answer."""

import logging
import time
from pathlib import Path

import httpx
import pytest

from channels.gateway.identity import COOKIE, _hash
from service.logs import JsonLines
from tests.channels.gateway.conftest import Gateway, Make, say
from tests.channels.gateway.private_data import ID, OTHER, PHONE, asking, chat, stored_bytes


async def test_tokens_are_unique_in_the_conversation_and_opened_for_the_owner(
    gateway: Gateway,
) -> None:
    gateway.core.away = False
    async with gateway.client() as citizen:
        first = await chat(citizen, f"电话{PHONE}")
        home = first["conversation_id"]
        second = await chat(citizen, f"不对，是{OTHER}", home)
        third = await chat(citizen, f"还是{PHONE}吧", home)
    assert gateway.rasa.messages == ["电话[PHONE_1]", "不对，是[PHONE_2]", "还是[PHONE_1]吧"]
    shown = [reply["cards"][0]["text"] for reply in (first, second, third)]
    assert shown == [
        "听到了：电话138****8000",
        "听到了：不对，是139****9000",
        "听到了：还是138****8000吧",
    ]
    assert set(gateway.core.tokens) == {"Bearer gateway-to-core-for-tests"}
    assert {call["session"] for call in gateway.core.called("tokens")} == {home}
    assert {call["purpose"] for call in gateway.core.called("open")} == {"render"}


@pytest.mark.parametrize(
    ("type", "words", "heard"),
    [
        ("name", "张三", "[NAME_1]"),
        ("name", "我叫张三", "我叫[NAME_1]"),
        ("address", "罗湖区翠竹路1号3栋502", "[ADDRESS_1]"),
        ("email", "zhang@example.com", "[TEXT_1]"),
        ("text", "因为家里困难", "[TEXT_1]"),
        ("mobile", "138 0013 8000", "[PHONE_1]"),
        ("id_number", ID, "[ID_1]"),
        ("bank_card", "6222020200112230", "[CARD_1]"),
    ],
)
async def test_what_answers_a_private_field_is_swapped(
    gateway: Gateway,
    type: str,
    words: str,
    heard: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    async with gateway.client() as citizen:
        home = await asking(gateway, citizen, type)
        await chat(citizen, words, home)
        assert (await gateway.store.find(home, _owners(gateway, citizen))).asked_type is None
    assert gateway.rasa.messages[-1] == heard
    logged = "".join(JsonLines().format(record) for record in caplog.records)
    assert words.encode() not in stored_bytes(tmp_path) and words not in logged


def _owners(gateway: Gateway, citizen: httpx.AsyncClient) -> tuple[str, ...]:
    return (_hash("cookie", citizen.cookies[COOKIE]),)


@pytest.mark.parametrize("words", ["算了", "上一步", "高龄津贴多少钱", "等一下", "转人工"])
@pytest.mark.parametrize("type", ["name", "address", "text"])
async def test_steering_and_questions_reach_the_dialogue(
    gateway: Gateway, type: str, words: str
) -> None:
    async with gateway.client() as citizen:
        home = await asking(gateway, citizen, type)
        await chat(citizen, words, home)
    assert gateway.rasa.messages[-1] == words


async def test_an_answer_after_a_failed_turn_is_still_swapped(gateway: Gateway) -> None:
    async with gateway.client() as citizen:
        home = await asking(gateway, citizen, "name")
        gateway.rasa.down = True
        await chat(citizen, "张三", home)
        gateway.rasa.down = False
        gateway.rasa.turn = say("编号 T-1", outcome="failed")
        await chat(citizen, "张三", home)
        await chat(citizen, "", home)
        await chat(citizen, "张三", home)
    assert gateway.rasa.messages[1:] == ["[NAME_1]"] * 2


async def test_names_are_swapped_while_a_form_is_filled_and_only_then(gateway: Gateway) -> None:
    told = "写错了，我叫张三，地址是罗湖区翠竹路1号，要多久？"
    async with gateway.client() as citizen:
        home = await asking(gateway, citizen, "yes_no", private=False)
        await chat(citizen, told, home)
        await chat(citizen, told, home)
    heard = gateway.rasa.messages[1:]
    assert heard == ["写错了，我叫[NAME_1]，地址是[ADDRESS_1]，要多久？", told]


async def test_without_core_values_are_lost_and_their_tokens_nobodys(gateway: Gateway) -> None:
    gateway.core.away = False
    async with gateway.client() as citizen:
        home = (await chat(citizen, f"电话{PHONE}"))["conversation_id"]
        gateway.core.away = True
        lost = await chat(citizen, f"改成{OTHER}", home)
        gateway.core.away = False
        again = await chat(citizen, "好", home)
    assert gateway.rasa.messages[1] == "改成[PHONE_01]"
    assert lost["cards"][0]["text"] == "听到了：改成〔手机号已隐去〕"
    assert again["outcome"] == "answered"
    assert [value for known in gateway.core.values.values() for value in known.values()] == [PHONE]


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(403, json={"detail": "no"}),
        httpx.Response(200, json={"tokens": []}),
        httpx.Response(200, json={"tokens": ["[PHONE_1]"], "values": {}}),
        httpx.Response(200, content=b"{"),
    ],
)
async def test_an_odd_answer_of_core_is_as_no_answer(
    gateway: Gateway, answer: httpx.Response
) -> None:
    gateway.core.away = False
    gateway.core.answer = answer
    async with gateway.client() as citizen:
        reply = await chat(citizen, f"电话{PHONE}")
    assert reply["cards"][0]["text"] == "听到了：电话〔手机号已隐去〕"


async def test_a_slow_core_does_not_hold_the_turn(make_gateway: Make) -> None:
    gateway = await make_gateway(turn_timeout_s=1.5)
    gateway.core.away = False
    gateway.core.delay_s = 9
    began = time.monotonic()
    async with gateway.client() as citizen:
        reply = await chat(citizen, f"电话{PHONE}")
    assert reply["outcome"] == "answered"
    assert time.monotonic() - began < 1.5 + 0.5


async def test_an_emergency_does_not_wait_for_core(gateway: Gateway) -> None:
    gateway.core.away = False
    async with gateway.client() as citizen:
        reply = await chat(citizen, f"家里着火了，电话{PHONE}")
    assert reply["outcome"] == "emergency"
    assert gateway.core.calls == []


async def test_a_message_sent_twice_is_kept_under_one_token(gateway: Gateway) -> None:
    gateway.core.away = False
    async with gateway.client() as citizen:
        home = (await chat(citizen, "您好"))["conversation_id"]
        body = {"text": PHONE, "conversation_id": home, "client_message_id": "m"}
        first = (await citizen.post("/api/chat", json=body)).json()
        second = (await citizen.post("/api/chat", json=body)).json()
    assert first == second and "138****8000" in first["cards"][0]["text"]
