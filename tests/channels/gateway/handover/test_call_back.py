"""Outside the hours of the desk, or instead of waiting: a number is left, and rung back."""

from tests.channels.gateway.handover.people import Agent, Citizen, Clock


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
