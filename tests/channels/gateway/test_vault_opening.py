"""Values come out of the vault for the owner alone, and a card shows them."""

import json

from channels.gateway.routes.events import stream
from messages import NoticeCard, ReviewCard, ReviewRow
from tests.channels.gateway.conftest import Gateway
from tests.channels.gateway.private_data import ID, OTHER, PHONE, asking, chat, turn


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


async def test_another_conversation_does_not_open_the_token(gateway: Gateway) -> None:
    gateway.core.away = False
    async with gateway.client() as one, gateway.client() as two:
        await chat(one, f"电话{PHONE}")
        seen = await chat(two, "我的是[PHONE_1]")
    assert seen["cards"][0]["text"] == "听到了：我的是〔手机号已隐去〕"


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
