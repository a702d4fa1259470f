"""POST /api/chat, from the outside."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from channels.gateway.app import create_app
from channels.gateway.wire import ChatReply
from messages import NoticeCard
from tests.channels.gateway.conftest import Gateway, Make

pytestmark = pytest.mark.asyncio


async def ask(client: httpx.AsyncClient, **message: Any) -> ChatReply:
    answer = await client.post("/api/chat", json=message)
    assert answer.status_code == 200, answer.text
    return ChatReply.model_validate(answer.json())


async def test_a_question_is_answered_and_goes_on_in_its_conversation(
    each_gateway: Gateway,
) -> None:
    async with each_gateway.client() as citizen:
        first = await ask(citizen, text="你好")
        second = await ask(citizen, text="再问一句", conversation_id=first.conversation_id)
    assert first.outcome == "answered"
    assert first.cards[0].text == "听到了：你好"
    assert second.conversation_id == first.conversation_id
    assert {heard["sender"] for heard in each_gateway.rasa.heard} == {first.conversation_id}
    assert each_gateway.rasa.heard[0]["metadata"]["locale"] == "zh-CN"


async def test_every_card_has_its_event_id(gateway: Gateway) -> None:
    async with gateway.client() as citizen:
        reply = await ask(citizen, text="你好")
    events = await gateway.store.events(reply.conversation_id, 0)
    assert [event.id for event in events] == [reply.user_event_id, *reply.event_ids]


async def test_the_same_message_id_is_one_message(each_gateway: Gateway) -> None:
    async with each_gateway.client() as citizen:
        home = (await ask(citizen, text="开始")).conversation_id
        message = {"text": "一次", "conversation_id": home, "client_message_id": "m 1"}
        first, again = await ask(citizen, **message), await ask(citizen, **message)
    assert first == again
    assert each_gateway.rasa.messages == ["开始", "一次"]


async def test_the_same_message_id_at_once_is_one_message(each_gateway: Gateway) -> None:
    each_gateway.rasa.delay_s = 0.05
    async with each_gateway.client() as citizen:
        home = (await ask(citizen, text="开始")).conversation_id
        message = {"text": "一次", "conversation_id": home, "client_message_id": "m1"}
        replies = await asyncio.gather(*(ask(citizen, **message) for _ in range(5)))
    assert all(reply == replies[0] for reply in replies)
    assert each_gateway.rasa.messages == ["开始", "一次"]
    assert len(await each_gateway.store.events(home, 0)) == 4


async def test_a_message_id_counts_within_its_conversation_only(gateway: Gateway) -> None:
    async with gateway.client() as citizen:
        await ask(citizen, text="甲", client_message_id="m1")
        await ask(citizen, text="乙", client_message_id="m1")
    assert gateway.rasa.messages == ["甲", "乙"]


async def test_two_messages_at_once_go_one_after_the_other(each_gateway: Gateway) -> None:
    each_gateway.rasa.delay_s = 0.03
    async with each_gateway.client() as citizen:
        home = (await ask(citizen, text="开始")).conversation_id
        await asyncio.gather(
            *(ask(citizen, text=f"第{n}句", conversation_id=home) for n in range(4))
        )
    assert each_gateway.rasa.most_at_once == 1
    kinds = [event.kind for event in await each_gateway.store.events(home, 0)]
    assert kinds == ["user", "card"] * 5


async def test_different_conversations_do_not_wait_for_each_other(gateway: Gateway) -> None:
    gateway.rasa.delay_s = 0.1
    async with gateway.client() as citizen:
        await asyncio.gather(*(ask(citizen, text="你好") for _ in range(4)))
    assert gateway.rasa.most_at_once > 1


async def test_a_foreign_conversation_looks_like_none(gateway: Gateway) -> None:
    async with gateway.client() as owner, gateway.client() as stranger:
        home = (await ask(owner, text="你好")).conversation_id
        await ask(stranger, text="我也来")
        foreign = await stranger.post("/api/chat", json={"text": "x", "conversation_id": home})
        missing = await stranger.post("/api/chat", json={"text": "x", "conversation_id": "0" * 32})
        garbled = await stranger.post("/api/chat", json={"text": "x", "conversation_id": "\0'"})
    assert foreign.status_code == missing.status_code == garbled.status_code == 404
    assert foreign.content == missing.content == garbled.content
    assert foreign.headers["content-type"] == "application/problem+json"


async def test_a_bearer_token_owns_a_conversation_like_a_cookie(gateway: Gateway) -> None:
    async with (
        gateway.client(Authorization="Bearer kiosk-7") as kiosk,
        gateway.client(Authorization="Bearer kiosk-8") as other,
    ):
        answer = await kiosk.post("/api/chat", json={"text": "你好"})
        assert "set-cookie" not in answer.headers
        home = answer.json()["conversation_id"]
        assert (await ask(kiosk, text="还是我", conversation_id=home)).conversation_id == home
        refused = await other.post("/api/chat", json={"text": "x", "conversation_id": home})
    assert refused.status_code == 404


async def test_the_cookie_is_for_the_server_only(gateway: Gateway) -> None:
    async with gateway.client() as citizen:
        answer = await citizen.post("/api/chat", json={"text": "你好"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("lxz_session=")
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie


async def test_a_malformed_bearer_token_is_refused(gateway: Gateway) -> None:
    async with gateway.client(Authorization="Bearer") as client:
        assert (await client.post("/api/chat", json={"text": "你好"})).status_code == 401


@pytest.mark.parametrize(
    "body",
    [{}, {"text": "a", "choice": "b"}, {"text": 5}, {"text": "a", "locale": "fr"}, {"text": None}],
)
async def test_a_malformed_message_is_a_problem(gateway: Gateway, body: dict[str, Any]) -> None:
    async with gateway.client() as citizen:
        answer = await citizen.post("/api/chat", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] and answer.json()["errors"]


@pytest.mark.parametrize("raw", [b"", b"{", b'"13800138000'])
async def test_what_is_not_json_is_a_problem_that_repeats_nothing(
    gateway: Gateway, raw: bytes
) -> None:
    async with gateway.client() as citizen:
        headers = {"Content-Type": "application/json"}
        answer = await citizen.post("/api/chat", content=raw, headers=headers)
    assert answer.status_code == 422
    assert "13800138000" not in answer.text


@pytest.mark.parametrize(
    "text", ["", "   \n", "😀🎉", "\u200b\u202e", "\x00\x07", "？！……", "\ufeff"]
)
async def test_nothing_to_read_gets_examples(gateway: Gateway, text: str) -> None:
    async with gateway.client() as citizen:
        reply = await ask(citizen, text=text)
        assert reply.outcome == "clarified"
        option = reply.cards[0].model_dump()["options"][0]
        await ask(citizen, choice=option["choice"], conversation_id=reply.conversation_id)
    assert gateway.rasa.messages == [option["label"]]


async def test_hidden_characters_are_cleaned_and_markup_stays_text(gateway: Gateway) -> None:
    async with gateway.client() as citizen:
        reply = await ask(citizen, text="<b>身\u200b份\u202e证</b>\x00 丢了")
    assert gateway.rasa.messages == ["<b>身份证</b> 丢了"]
    assert "<b>身份证</b>" in reply.cards[0].text


async def test_half_a_surrogate_pair_is_dropped(gateway: Gateway) -> None:
    async with gateway.client() as citizen:
        headers = {"Content-Type": "application/json"}
        body = b'{"text": "\\ud800\\u4f60\\u597d"}'
        answer = await citizen.post("/api/chat", content=body, headers=headers)
    assert answer.status_code == 200
    assert gateway.rasa.messages == ["你好"]


async def test_ten_thousand_characters_are_asked_to_be_shorter_and_not_kept(
    gateway: Gateway,
) -> None:
    async with gateway.client() as citizen:
        reply = await ask(citizen, text="长" * 10_000)
    assert reply.outcome == "clarified"
    assert "10000" in reply.cards[0].text
    events = await gateway.store.events(reply.conversation_id, 0)
    assert "长" not in events[0].payload["text"] and "10000" in events[0].payload["text"]
    assert gateway.rasa.heard == []


async def test_a_long_cry_for_help_is_heard(gateway: Gateway) -> None:
    async with gateway.client() as citizen:
        reply = await ask(citizen, text="今天很累。" * 300 + "我不想活了")
    assert reply.outcome == "emergency"


async def test_a_body_that_is_too_large_is_a_problem(gateway: Gateway) -> None:
    async def chunks() -> Any:
        for _ in range(70):
            yield b"x" * 1024

    async with gateway.client() as citizen:
        declared = await citizen.post("/api/chat", json={"text": "x" * 70_000})
        streamed = await citizen.post("/api/chat", content=chunks())
    assert declared.status_code == streamed.status_code == 413
    assert streamed.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "text", ["/restart", "／restart", " \u200b/ask_guide", '/inform{"a":1}', "/随便"]
)
async def test_commands_never_reach_rasa(gateway: Gateway, text: str) -> None:
    async with gateway.client() as citizen:
        reply = await ask(citizen, text=text)
    assert reply.outcome == "clarified"
    assert gateway.rasa.heard == []


async def test_files_are_declined_kindly_and_words_beside_them_are_answered(
    gateway: Gateway,
) -> None:
    async with gateway.client() as citizen:
        alone = await ask(citizen, attachments=[{"name": "a.jpg"}])
        beside = await ask(citizen, attachments=[{"name": "a.jpg"}], text="你好")
    assert alone.outcome == "clarified" and isinstance(alone.cards[0], NoticeCard)
    assert isinstance(beside.cards[0], NoticeCard)
    assert beside.cards[1].text == "听到了：你好"
    assert gateway.rasa.messages == ["你好"]


@pytest.mark.parametrize(("locale", "words"), [("zh-HK", "請撥打"), ("en", "call 12345")])
async def test_the_gateway_speaks_the_locale(gateway: Gateway, locale: str, words: str) -> None:
    gateway.rasa.down = True
    async with gateway.client() as citizen:
        reply = await ask(citizen, text="hello", locale=locale)
    assert words in reply.cards[0].text


async def test_a_redelivery_after_a_crash_is_taken_over(
    make_gateway: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = await make_gateway(turn_timeout_s=0.3)
    async with gateway.client() as citizen:
        home = (await ask(citizen, text="开始")).conversation_id
        await gateway.store.claim(home, "m1", "问题", "zh-CN")
        message = {"text": "问题", "conversation_id": home, "client_message_id": "m1"}
        early = await ask(citizen, **message)
        monkeypatch.setattr("channels.gateway.store.claims.ABANDONED_AFTER", timedelta(0))
        late = await ask(citizen, **message)
    assert early.outcome == "failed" and early.event_ids == []
    assert late.outcome == "answered"
    assert gateway.rasa.messages == ["开始", "问题"]


async def test_two_processes_ask_once_about_one_message(each_gateway: Gateway) -> None:
    twin = create_app(each_gateway.settings, each_gateway.rasa, each_gateway.core)
    other = Gateway(twin, each_gateway.rasa, each_gateway.core, each_gateway.settings)
    each_gateway.rasa.delay_s = 0.05
    headers = {"Authorization": "Bearer kiosk-7"}
    async with each_gateway.client(**headers) as here, other.client(**headers) as there:
        home = (await ask(here, text="开始")).conversation_id
        message = {"text": "一次", "conversation_id": home, "client_message_id": "m1"}
        one, two = await asyncio.gather(ask(here, **message), ask(there, **message))
    await twin.state.services.close()
    assert one == two
    assert each_gateway.rasa.messages == ["开始", "一次"]
