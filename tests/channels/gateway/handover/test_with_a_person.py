"""A person has the conversation: what is said goes to that person, not to Rasa, until the end."""

from pathlib import Path

import pytest

from channels.gateway.models import Conversation
from core.contract import News
from tests.channels.gateway.conftest import NEWS_TOKEN
from tests.channels.gateway.handover.people import Agent, Citizen


async def test_rasa_receives_nothing_while_a_person_has_the_conversation(
    citizen: Citizen, agent: Agent
) -> None:
    await citizen.wants_a_person()
    taken = await agent.claim_first()
    heard = len(citizen.gateway.rasa.heard)
    assert heard == 1
    reply = await citizen.say("我的电话是13800138000，还要等多久")
    assert reply["outcome"] == "handed_over"
    (card,) = reply["cards"]
    assert (card["agent"], card["text"]) == ("小李", "已转给人工客服小李。")
    await citizen.say("留电话等回电")
    assert len(citizen.gateway.rasa.heard) == heard
    said = [text for by, text in await agent.lines(taken) if by == "citizen"]
    assert said == ["转人工", "我的电话是〔手机号〕，还要等多久", "留电话等回电"]


async def test_an_emergency_is_screened_also_then(citizen: Citizen, agent: Agent) -> None:
    await citizen.wants_a_person()
    taken = await agent.claim_first()
    reply = await citizen.say("着火了快来人")
    assert reply["outcome"] == "emergency"
    assert ("citizen", "着火了快来人") in await agent.lines(taken)


async def test_a_sign_in_is_not_told_to_rasa_then(citizen: Citizen, agent: Agent) -> None:
    await citizen.wants_a_person()
    taken = await agent.claim_first()
    conversation = await citizen.gateway.store.find(citizen.home or "", [(await owner_of(citizen))])
    await citizen.gateway.app.state.services.road.after_sign_in(conversation)
    assert "/signed_in" not in citizen.gateway.rasa.messages
    assert (await agent.lines(taken))[-1][1].startswith("登录成功")


async def owner_of(citizen: Citizen) -> str:
    async with citizen.gateway.app.state.services.database.read() as session:
        found = await session.get_one(Conversation, citizen.home)
    return str(found.owner_hash)


async def test_news_of_a_case_still_comes_then(citizen: Citizen, agent: Agent) -> None:
    await citizen.wants_a_person()
    await agent.claim_first()
    news = News(key="k", session=citizen.home or "", kind="deadline_near", says="快到期了。")
    headers = {"Authorization": f"Bearer {NEWS_TOKEN}"}
    await citizen.http.post("/internal/news", json=news.model_dump(mode="json"), headers=headers)
    assert (await citizen.shown())[-1]["text"] == "快到期了。"


async def test_the_agents_words_are_a_persons_and_wake_the_page(
    citizen: Citizen, agent: Agent
) -> None:
    await citizen.wants_a_person()
    taken = await agent.claim_first()
    with citizen.gateway.app.state.services.notifier.listen(citizen.home) as bell:
        await agent.do("say", taken, text="您好，请说。")
        assert bell.is_set()
    joined, words = (await citizen.shown())[-2:]
    assert joined["type"] == "handover" and joined["agent"] == "小李"
    assert (words["type"], words["speaker"], words["speaker_name"]) == ("text", "person", "小李")
    assert words["text"] == "您好，请说。"


async def test_the_agents_words_are_masked_like_the_citizens(
    citizen: Citizen, agent: Agent, tmp_path: Path
) -> None:
    citizen.gateway.core.away = False
    await citizen.wants_a_person()
    taken = await agent.claim_first()
    await agent.do("say", taken, text="您的号码是13800138000吗")
    assert (await citizen.shown())[-1]["text"] == "您的号码是[PHONE_1]吗"
    assert (await agent.lines(taken))[-1] == ("person", "您的号码是〔手机号〕吗")


@pytest.mark.parametrize("words", ["回到机器人", "结束人工", "回到小政。", "不等了"])
async def test_the_citizen_takes_the_conversation_back(
    citizen: Citizen, agent: Agent, words: str
) -> None:
    await citizen.wants_a_person()
    taken = await agent.claim_first()
    await citizen.say(words)
    await citizen.say("高龄津贴多少钱")
    assert citizen.gateway.rasa.messages == ["转人工", "高龄津贴多少钱"]
    refused = await agent.do("say", taken, text="还在吗")
    assert refused.status_code == 409
    assert (await agent.overview())["mine"][0]["ending"] == "given_up"
    assert ("citizen", "高龄津贴多少钱") not in await agent.lines(taken)


async def test_the_button_under_the_agents_words_takes_it_back(
    citizen: Citizen, agent: Agent
) -> None:
    await citizen.wants_a_person()
    await agent.do("say", await agent.claim_first(), text="您好")
    reply = await citizen.choose((await citizen.shown())[-1], "回到小政")
    assert "人工服务结束了" in reply["cards"][0]["text"]


@pytest.mark.parametrize(("ending", "words"), [("handed_back", "继续办"), ("ended", "随时问我")])
async def test_the_agent_gives_it_back_with_a_last_word(
    citizen: Citizen, agent: Agent, ending: str, words: str
) -> None:
    await citizen.wants_a_person()
    taken = await agent.claim_first()
    assert (await agent.do("finish", taken, ending=ending, text="再见")).status_code == 204
    goodbye, over = (await citizen.shown())[-2:]
    assert goodbye["text"] == "再见" and goodbye["speaker"] == "person"
    assert words in over["text"]
    await citizen.say("你好")
    assert citizen.gateway.rasa.messages == ["转人工", "你好"]
