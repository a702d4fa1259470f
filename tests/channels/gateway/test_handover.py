"""A person please, from the citizen's side: the queue, the person, and back to the bot."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import update

from channels.gateway.app import create_app
from channels.gateway.handover.models import Handover
from channels.gateway.models import Conversation
from channels.gateway.store import Store
from core.contract import News
from messages import FormCard, HandoverCard, TextCard, Turn
from tests.channels.gateway.conftest import NEWS_TOKEN, FakeCore, FakeRasa, Gateway, Make
from tests.channels.gateway.handover import PERSON, Agent, Citizen, Clock

HOURS = """
week:
  mon: ["09:00-12:00", "14:00-18:00"]
  tue: ["09:00-12:00"]
"""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of the desk, in every gateway that is built from now on."""
    clock = Clock()
    monkeypatch.setattr("tests.channels.gateway.conftest.create_app", with_clock(clock))
    return clock


def with_clock(clock: Clock) -> Any:
    def build(*args: Any) -> Any:
        return create_app(*args, clock=clock)

    return build


@pytest_asyncio.fixture
async def citizen(clock: Clock, each_gateway: Gateway) -> AsyncIterator[Citizen]:
    """A citizen of a gateway on each database."""
    async with each_gateway.client() as http:
        yield Citizen(each_gateway, http)


@pytest_asyncio.fixture
async def agent(citizen: Citizen) -> AsyncIterator[Agent]:
    """小李, signed in to the same gateway."""
    async with citizen.gateway.client() as http:
        agent = Agent(http)
        assert (await agent.sign_in()).status_code == 303
        yield agent


@pytest_asyncio.fixture
async def closed(clock: Clock, make_gateway: Make, tmp_path: Path) -> AsyncIterator[Citizen]:
    """A citizen of a gateway whose people have lunch."""
    (tmp_path / "hours.yml").write_text(HOURS, encoding="utf-8")
    gateway = await make_gateway(desk_hours_file=tmp_path / "hours.yml")
    gateway.core.away = False
    async with gateway.client() as http:
        yield Citizen(gateway, http)


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


async def test_an_agent_who_vanishes_puts_the_citizen_first(
    citizen: Citizen, agent: Agent, clock: Clock
) -> None:
    await citizen.wants_a_person()
    taken = await agent.claim_first()
    async with citizen.gateway.client() as http:
        other = Citizen(citizen.gateway, http)
        await other.wants_a_person()
        sweep = citizen.gateway.app.state.services.sweeper.sweep
        clock.pass_by(seconds=100)
        await agent.overview()
        clock.pass_by(seconds=100)
        await sweep()
        assert (await citizen.say("在吗"))["cards"][0]["agent"] == "小李"
        clock.pass_by(seconds=30)
        await sweep()
        told = (await citizen.shown())[-1]
        assert "小李的连接断了" in told["text"] and told["phones"] == ["12345"]
        assert (await agent.do("say", taken, text="我回来了")).status_code == 409
        waiting = await agent.waiting()
        assert [slip["put_back"] for slip in waiting] == [True, False]
        assert (await citizen.say("还要等多久"))["cards"][0]["ahead"] == 0
        assert (await other.say("还要等多久"))["cards"][0]["ahead"] == 1
        await citizen.say("高龄津贴多少钱")
    assert citizen.gateway.rasa.messages[-1] == "高龄津贴多少钱"


async def test_a_restart_keeps_the_queue_and_the_persons_conversations(
    citizen: Citizen, agent: Agent
) -> None:
    await citizen.wants_a_person()
    await agent.claim_first()
    async with citizen.gateway.client() as http:
        other = Citizen(citizen.gateway, http)
        await other.wants_a_person()
        rasa = FakeRasa()
        again = create_app(citizen.gateway.settings, rasa, FakeCore())
        gateway = Gateway(again, rasa, FakeCore(), citizen.gateway.settings)
        try:
            for one in (citizen, other):
                cookies = one.http.cookies
                one.http = gateway.client()
                one.http.cookies = cookies
            assert (await citizen.say("您还在吗"))["cards"][0]["agent"] == "小李"
            assert (await other.say("还要等多久"))["cards"][0]["number"] == 2
            cookies = agent.http.cookies
            agent.http = gateway.client()
            agent.http.cookies = cookies
            overview = await agent.overview()
        finally:
            await again.state.services.close()
    assert [slip["number"] for slip in overview["waiting"]] == [2]
    assert [slip["number"] for slip in overview["mine"]] == [1]
    assert rasa.heard == []


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


async def test_outside_the_hours_nobody_waits_in_vain(closed: Citizen) -> None:
    card = await closed.wants_a_person()
    assert card["text"].startswith("现在不是人工服务时间，今天14:00开始有同事在。")
    assert "number" not in card and card["reference"] == "W-1"
    assert [one["label"] for one in card["options"]] == ["留电话等回电", "提交工单"]


async def test_a_number_that_is_left_is_rung_back(closed: Citizen) -> None:
    card = await closed.wants_a_person()
    asked = await closed.choose(card, "留电话等回电")
    assert "今天14:00以后给您回电" in asked["cards"][0]["text"]
    wrong = await closed.say("1380013")
    assert "没看到" in wrong["cards"][0]["text"]
    noted = await closed.say("13800138000")
    assert noted["cards"][0]["text"].startswith("记下了：138****8000。今天14:00以后给您回电")
    assert closed.gateway.rasa.messages == ["转人工"]
    async with closed.gateway.client() as http:
        agent = Agent(http)
        await agent.sign_in()
        (slip,) = (await agent.overview())["callbacks"]
        opened = await agent.do("number", slip["id"])
        assert opened.json() == {"number": "13800138000"}
        assert closed.gateway.core.called("open")[-1]["purpose"] == "人工回电：小李"
        assert (await agent.do("called", slip["id"])).status_code == 204
        assert (await agent.overview())["callbacks"] == []
        assert (await agent.do("number", slip["id"])).status_code == 409


async def test_who_goes_on_to_something_else_is_not_asked_for_a_number_again(
    closed: Citizen,
) -> None:
    await closed.choose(await closed.wants_a_person(), "留电话等回电")
    await closed.say("高龄津贴多少钱")
    await closed.say("13800138000")
    assert closed.gateway.rasa.messages == ["转人工", "高龄津贴多少钱", "[PHONE_1]"]


async def test_a_number_that_core_cannot_keep_is_not_promised_a_call(closed: Citizen) -> None:
    await closed.choose(await closed.wants_a_person(), "留电话等回电")
    closed.gateway.core.away = True
    reply = await closed.say("13800138000")
    assert "没能存下" in reply["cards"][0]["text"]


async def test_fridays_number_is_said_to_the_vault_again(closed: Citizen, clock: Clock) -> None:
    await closed.choose(await closed.wants_a_person(), "留电话等回电")
    await closed.say("13800138000")
    sweep = closed.gateway.app.state.services.sweeper.sweep
    kept = len(closed.gateway.core.called("tokens"))
    await sweep()
    assert len(closed.gateway.core.called("tokens")) == kept
    clock.pass_by(hours=7)
    await sweep()
    await sweep()
    assert len(closed.gateway.core.called("tokens")) == kept + 1


async def test_from_the_queue_to_a_call_back(citizen: Citizen, agent: Agent) -> None:
    citizen.gateway.core.away = False
    await citizen.wants_a_person()
    await citizen.say("留电话等回电")
    assert await agent.waiting() == []
    await citizen.say("13800138000")
    assert len((await agent.overview())["callbacks"]) == 1


async def test_who_still_waits_when_the_day_is_over_is_told(closed: Citizen, clock: Clock) -> None:
    sweep = closed.gateway.app.state.services.sweeper.sweep
    clock.pass_by(hours=5, minutes=59)
    card = await closed.wants_a_person()
    assert card["number"] == 1
    clock.pass_by(minutes=10)
    await sweep()
    assert len(await closed.shown()) == 1
    clock.pass_by(minutes=30)
    await sweep()
    told = (await closed.shown())[-1]
    assert "明天9:00" in told["text"]
    assert [one["label"] for one in told["options"]] == ["留电话等回电", "提交工单"]


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


async def test_the_sweeper_goes_on_after_a_failure(
    citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweeper = citizen.gateway.app.state.services.sweeper
    looked: list[int] = []

    async def broken() -> None:
        looked.append(1)
        raise OSError

    monkeypatch.setattr("channels.gateway.handover.queue.GONE_AFTER", dt.timedelta(0))
    monkeypatch.setattr("channels.gateway.handover.sweeper.EVERY_S", 0)
    monkeypatch.setattr(sweeper, "sweep", broken)
    running = asyncio.create_task(sweeper.run())
    async with asyncio.timeout(5):
        while len(looked) < 3:  # noqa: ASYNC110
            await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
