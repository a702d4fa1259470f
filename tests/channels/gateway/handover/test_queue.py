"""A person please: the place in the queue, how long it takes, and leaving it."""

from typing import Any

import pytest
from sqlalchemy import update

from channels.gateway.handover.models import Handover
from channels.gateway.store import Store
from messages import FormCard, HandoverCard, TextCard, Turn
from tests.channels.gateway.conftest import Make
from tests.channels.gateway.handover.people import PERSON, Agent, Citizen, Clock


async def test_the_card_says_the_number_and_keeps_the_phone(citizen: Citizen) -> None:
    card = await citizen.wants_a_person()
    assert (card["number"], card["ahead"]) == (1, 0)
    assert card["text"].startswith("已为您排队等人工：1 号，下一个就是您。")
    assert card["text"].endswith("\n请打12345找人工。编号W-1。")
    assert card["speech"] == "已为您排队等人工：1 号，下一个就是您。请打12345。"
    assert (card["phones"], card["places"], card["reference"]) == (["12345"], ["大厅"], "W-1")
    assert "minutes" not in card and "分钟" not in card["text"]
    assert (await citizen.shown())[-1]["text"] == card["text"]


async def test_a_card_that_does_not_ask_for_the_queue_opens_none(
    citizen: Citizen, agent: Agent
) -> None:
    plain = HandoverCard(text="请打12345", phones=["12345"])
    citizen.gateway.rasa.turn = Turn(outcome="handed_over", cards=[plain])
    reply = await citizen.say("在吗")
    assert reply["cards"][0]["text"] == "请打12345"
    assert await agent.waiting() == []


async def test_without_a_desk_the_card_stays_as_it_is(make_gateway: Make) -> None:
    gateway = await make_gateway(desk_agents="")
    async with gateway.client() as http:
        citizen = Citizen(gateway, http)
        card = await citizen.wants_a_person()
        await citizen.say("不等了")
    assert card["text"] == "请打12345找人工。编号W-1。" and "number" not in card
    assert gateway.rasa.messages == ["转人工", "不等了"]


async def test_asking_again_keeps_the_place(citizen: Citizen, agent: Agent) -> None:
    first, again = await citizen.wants_a_person(), await citizen.wants_a_person("人工呢")
    assert first["number"] == again["number"] == 1
    assert len(await agent.waiting()) == 1


async def test_a_repeated_message_queues_once(citizen: Citizen, agent: Agent) -> None:
    citizen.gateway.rasa.turn = PERSON
    await citizen.say("你好")
    message = {"text": "转人工", "client_message_id": "m1"}
    first, again = await citizen.say(**message), await citizen.say(**message)
    assert first == again
    assert len(await agent.waiting()) == 1


async def test_the_desk_learns_the_matter_the_draft_and_how_it_went(
    citizen: Citizen, agent: Agent
) -> None:
    form = FormCard(
        text="您的手机号？",
        draft="d-1",
        title="津贴",
        field="mobile",
        label="手机",
        field_type="mobile",
    )
    rasa = citizen.gateway.rasa
    rasa.turn = Turn(outcome="answered", cards=[TextCard(text="每月200元", item="gaoling-jintie")])
    await citizen.say("高龄津贴多少钱")
    rasa.turn = Turn(outcome="handed_over", then="collecting", cards=[*PERSON.cards, form])
    await citizen.say("电话13800138000，转人工")
    (slip,) = await agent.waiting()
    assert (slip["item"], slip["draft"], slip["outcome"]) == ("gaoling-jintie", "d-1", "answered")
    assert slip["reason"] == "电话〔手机号〕，转人工"


async def test_the_bot_helps_on_while_one_waits_and_says_the_place_when_asked(
    citizen: Citizen, agent: Agent
) -> None:
    async with citizen.gateway.client() as http:
        await Citizen(citizen.gateway, http).wants_a_person()
        await citizen.wants_a_person()
        helped = await citizen.say("高龄津贴要等多久")
        for words in ("还要等多久？", "請問仲要等幾耐", "前面还有几个人", "排到几号了"):
            place = (await citizen.say(words))["cards"][0]
            assert (place["number"], place["ahead"]) == (2, 1), words
    assert helped["cards"][0]["text"] == "听到了：高龄津贴要等多久"
    assert citizen.gateway.rasa.messages == ["转人工", "转人工", "高龄津贴要等多久"]


async def test_who_leaves_the_queue_is_not_waited_for(citizen: Citizen, agent: Agent) -> None:
    card = await citizen.wants_a_person()
    reply = await citizen.choose(card, "不等了")
    assert reply["outcome"] == "answered" and "不排队了" in reply["cards"][0]["text"]
    assert await agent.waiting() == []
    await citizen.say("不等了")
    assert citizen.gateway.rasa.messages[-1] == "不等了"


async def test_the_wait_is_estimated_from_recent_handling_times(
    citizen: Citizen, agent: Agent, clock: Clock
) -> None:
    for _ in range(3):
        await citizen.wants_a_person()
        taken = await agent.claim_first()
        clock.pass_by(minutes=4)
        await agent.overview()
        await agent.do("finish", taken, ending="ended")
    idle = await citizen.wants_a_person()
    assert idle["minutes"] == 1
    await agent.claim_first()
    async with citizen.gateway.client() as http:
        card = await Citizen(citizen.gateway, http).wants_a_person()
    assert card["minutes"] == 4 and "大约等 4 分钟" in card["text"]


async def test_without_an_agent_at_the_desk_a_call_back_is_offered(citizen: Citizen) -> None:
    card = await citizen.wants_a_person()
    assert [one["label"] for one in card["options"]] == ["留电话等回电", "不等了"]
    assert "没有同事在线" in card["text"]


async def test_a_reply_that_cannot_be_stored_queues_nobody(
    citizen: Citizen, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = Store.finish

    async def broken(self: Store, home: str, claim: Any, reply: Any, *more: Any) -> Any:
        return await finish(
            self, home, claim, reply | {"cards": [*reply["cards"], object()]}, *more
        )

    monkeypatch.setattr(Store, "finish", broken)
    citizen.gateway.rasa.turn = PERSON
    answer = await citizen.http.post("/api/chat", json={"text": "转人工"})
    assert answer.status_code == 500
    assert await agent.waiting() == []


async def test_waiting_numbers_begin_again(citizen: Citizen) -> None:
    await citizen.wants_a_person()
    async with citizen.gateway.app.state.services.database.write() as session:
        await session.execute(update(Handover).values(id=999))
    assert (await citizen.say("还要等多久"))["cards"][0]["number"] == 999
    assert Handover(id=1000).number == 1


@pytest.mark.parametrize(("locale", "words"), [("en", "number 1"), ("zh-HK", "已為您排隊")])
async def test_the_card_speaks_the_locale(citizen: Citizen, locale: str, words: str) -> None:
    citizen.gateway.rasa.turn = PERSON
    reply = await citizen.say("a person please", locale=locale)
    assert words in reply["cards"][0]["text"]
