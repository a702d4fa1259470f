"""Private data both ways: tokens of the vault go in, values come out for the owner alone."""

import json
import logging
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.gateway import masking
from channels.gateway.core_client import CoreClient
from channels.gateway.identity import COOKIE, _hash
from channels.gateway.routes.events import stream
from channels.gateway.turn import asked_by
from channels.gateway.vault import CACHE_S, Vault
from messages import AnyCard, FormCard, NoticeCard, ReviewCard, ReviewRow, TextCard, Turn
from service.logs import JsonLines
from tests.channels.gateway.conftest import FakeCore, Gateway, Make, say
from tests.channels.gateway.test_privacy import stored_bytes

PHONE, OTHER = "13800138000", "13900139000"
ID = "110101199003070038"  # made up; GB 11643 check digit holds


def form(type: str = "name", private: bool = True) -> FormCard:
    return FormCard(
        text="请问您叫什么名字？",
        draft="d1",
        title="高龄老人津贴",
        field="f",
        label="姓名",
        field_type=type,
        private=private,
    )


def turn(*cards: AnyCard) -> Turn:
    return Turn(outcome="collecting", cards=list(cards))


async def chat(client: httpx.AsyncClient, text: str, home: str | None = None) -> dict[str, Any]:
    body = {"text": text} | ({"conversation_id": home} if home else {})
    answer = await client.post("/api/chat", json=body)
    assert answer.status_code == 200
    reply: dict[str, Any] = answer.json()
    return reply


async def asking(
    gateway: Gateway, client: httpx.AsyncClient, type: str, private: bool = True
) -> str:
    """A conversation in which a field is being asked; Rasa then repeats what it hears."""
    gateway.core.away = False
    gateway.rasa.turn = turn(form(type, private))
    home: str = (await chat(client, "我要申请高龄津贴"))["conversation_id"]
    gateway.rasa.turn = None
    return home


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


def test_a_bare_name_is_not_swapped_where_another_field_is_asked() -> None:
    assert masking.mask("张三", "").text == "张三"
    assert masking.mask("张三", "yes_no").text == "张三"
    assert masking.mask("张三", "name").text == "[NAME_1]"
    assert masking.mask("我叫张三", None).text == "我叫张三"


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("我叫陳大文", "我叫[NAME_1]"),
        ("姓名：张三丰 地址：罗湖区 翠竹路 1号", "姓名：[NAME_1] 地址：[ADDRESS_1]"),
        ("名字是李四，高龄津贴要多久？", "名字是[NAME_1]，高龄津贴要多久？"),
        ("我家地址在罗湖区东门街道２号", "我家地址在[ADDRESS_1]"),
        ("我要改地址", "我要改地址"),
        ("名字怎么改", "名字怎么改"),
    ],
)
def test_what_is_told_in_a_form_is_swapped_without_its_label(words: str, heard: str) -> None:
    assert masking.mask(words, "").text == heard


def test_what_reads_like_a_name_does_not_cut_a_plate_in_two() -> None:
    heard = masking.mask("车牌粤 b 1 2 3 4 5停在门口", "name")
    assert (heard.text, heard.found[0].value) == ("车牌[PLATE_1]停在门口", "粤B12345")


def test_two_answers_in_one_sentence_are_both_swapped() -> None:
    masked = masking.mask(f"我叫张三，电话{PHONE}，不是[PHONE_1]", "name")
    assert masked.text == "我叫[NAME_1]，电话[PHONE_2]，不是[PHONE_1]"
    assert {(item.token, item.value) for item in masked.found} == {
        ("[NAME_1]", "张三"),
        ("[PHONE_2]", PHONE),
    }


def test_a_long_answer_takes_several_tokens() -> None:
    words = "我家里的情况比较特殊" * 60
    masked = masking.mask(words, "text")
    assert masked.text == "[TEXT_1][TEXT_2]"
    assert "".join(item.value for item in masked.found) == words


@given(st.text(max_size=60), st.sampled_from(["", *sorted(masking.TYPES), "no_such_type"]))
def test_whatever_is_said_in_a_form_opens_to_the_same_values(words: str, asked: str) -> None:
    masked = masking.mask(words, asked)
    values = {item.token: item.value for item in masked.found}
    assert len(values) == len(masked.found)
    assert all(token in masked.text for token in values)
    assert all(0 < len(value) <= masking.PIECE for value in values.values())


def test_what_a_turn_leaves_being_asked() -> None:
    text, private, open_ = TextCard(text="a"), form("name"), form("yes_no", private=False)
    row = ReviewRow(field="f", label="姓名", value="[NAME_1]", source="typed")
    review = ReviewCard(text="a", draft="d", title="t", rows=[row], consent="c")
    assert asked_by(turn(text)).type is None
    assert asked_by(turn(text, private)).type == "name"
    assert asked_by(turn(private, open_)).type == ""
    assert asked_by(turn(open_, private, text)).type == "name"
    assert asked_by(turn(review)).type == ""


async def test_cards_show_the_owner_what_their_tokens_stand_for(gateway: Gateway) -> None:
    async with gateway.client() as citizen:
        home = await asking(gateway, citizen, "name")
        values = {"NAME": "张三", "ID": ID, "CARD": "6222020200112230", "PLATE": "粤B12345"}
        tokens = [gateway.core.keep(home, kind, value) for kind, value in values.items()]
        rows = [
            ReviewRow(field="f", label="项", value=token, source="typed")
            for token in [*tokens, "[PHONE_7]", "[FILE_1]", "[NOTE_1]"]
        ]
        card = ReviewCard(
            text="[NAME_1]", speech="卡号[CARD_1]", draft="d", title="t", rows=rows, consent="c"
        )
        gateway.rasa.turn = turn(card)
        gateway.core.calls.clear()
        shown = (await chat(citizen, "看看", home))["cards"][0]
    assert [row["value"] for row in shown["rows"]] == [
        "张三",
        "110101********0038",
        "622202******2230",
        "粤B12345",
        "〔手机号已隐去〕",
        "〔已上传的文件〕",
        "[NOTE_1]",
    ]
    assert (shown["text"], shown["speech"]) == ("张三", "卡号尾号2230")
    [opened] = gateway.core.called("open")
    assert sorted(opened["tokens"]) == sorted([*tokens, "[PHONE_7]"])
    stored = [event.payload for event in await gateway.store.events(home, 0)]
    assert stored[-1]["rows"][0]["value"] == "[NAME_1]"
    assert "张三" not in json.dumps(stored, ensure_ascii=False)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (PHONE, "138****8000"),
        (ID, "110101********0038"),
        ("A1234563", "A*****63"),
        ("123", "123"),
    ],
)
def test_numbers_of_people_are_shown_partly(value: str, shown: str) -> None:
    assert masking.render("[ID_1]", {"[ID_1]": value}) == shown


async def test_another_conversation_does_not_open_the_token(gateway: Gateway) -> None:
    gateway.core.away = False
    async with gateway.client() as one, gateway.client() as two:
        await chat(one, f"电话{PHONE}")
        seen = await chat(two, "我的是[PHONE_1]")
    assert seen["cards"][0]["text"] == "听到了：我的是〔手机号已隐去〕"


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


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_opened_values_are_remembered_for_a_minute_at_most() -> None:
    core, clock = FakeCore(), Clock()
    core.away = False
    core.keep("s1", "PHONE", PHONE)
    core.keep("s1", "NAME", "张三")
    client = CoreClient("http://core", "t", core)
    vault = Vault(client, clock)
    for moment, text, asked in [
        (0.0, "[PHONE_1]", ["[PHONE_1]"]),
        (1.0, "[PHONE_1]", None),
        (CACHE_S - 1, "[PHONE_1][NAME_1]", ["[NAME_1]"]),
        (CACHE_S, "[NAME_1]", ["[NAME_1]"]),
    ]:
        clock.now = moment
        core.calls.clear()
        shown = await vault.render("s1", {"text": text})
        assert "已隐去" not in shown["text"]
        assert [call["tokens"] for call in core.called("open")] == ([asked] if asked else [])
    assert await vault.render("s2", "[PHONE_1]") == "〔手机号已隐去〕"
    await client.close()


async def test_memory_holds_a_bounded_number_of_conversations(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("channels.gateway.vault.CONVERSATIONS", 2)
    core = FakeCore()
    core.away = False
    client = CoreClient("http://core", "t", core)
    vault = Vault(client)
    for session in ("s1", "s2", "s3", "s1"):
        core.keep(session, "PHONE", PHONE)
        await vault.render(session, "[PHONE_1]")
    assert len(core.called("open")) == 4
    await vault.render("s3", "[PHONE_1]")
    assert len(core.called("open")) == 4
    await client.close()


async def test_many_tokens_are_asked_for_in_as_few_calls_as_core_allows() -> None:
    core = FakeCore()
    core.away = False
    tokens = [core.keep("s1", "TEXT", str(number)) for number in range(201)]
    client = CoreClient("http://core", "t", core)
    shown = await Vault(client).render("s1", tokens)
    assert shown == [str(number) for number in range(201)]
    assert [len(call["tokens"]) for call in core.called("open")] == [200, 1]
    await client.close()


async def test_a_notice_without_tokens_asks_core_nothing(gateway: Gateway) -> None:
    gateway.core.away = False
    gateway.rasa.turn = turn(NoticeCard(text="好"))
    async with gateway.client() as citizen:
        await chat(citizen, "您好")
    assert gateway.core.calls == []


async def test_the_event_stream_opens_what_it_shows_in_one_call(gateway: Gateway) -> None:
    gateway.core.away = False
    services = gateway.app.state.services
    async with gateway.client() as citizen:
        home = (await chat(citizen, f"电话{PHONE}"))["conversation_id"]
        await chat(citizen, f"车牌粤B12345，电话{OTHER}", home)
    services.vault._opened.clear()
    gateway.core.calls.clear()
    events = stream(services, home, 0)
    seen = [(await anext(events)).data for _ in range(5)][1:]
    await events.aclose()
    assert [json.loads(str(data))["text"] for data in seen] == [
        "电话138****8000",
        "听到了：电话138****8000",
        "车牌粤B12345，电话139****9000",
        "听到了：车牌粤B12345，电话139****9000",
    ]
    [opened] = gateway.core.called("open")
    assert opened["tokens"] == ["[PHONE_1]", "[PHONE_2]", "[PLATE_1]"]
