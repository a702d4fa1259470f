"""An agent vanishes, the gateway starts again, the sweeper fails: nobody's place is lost."""

import asyncio
import datetime as dt

import pytest

from channels.gateway.app import create_app
from tests.channels.gateway.conftest import FakeCore, FakeRasa, Gateway
from tests.channels.gateway.handover.people import Agent, Citizen, Clock


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
