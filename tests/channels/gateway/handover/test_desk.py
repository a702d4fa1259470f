"""The desk: who may sit there, who wins a claim, what an agent sees."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from channels.gateway.handover.agents import SIGNED_IN_S, Agents, parse_agents
from channels.gateway.settings import GatewaySettings
from tests.channels.gateway.conftest import AGENTS, Gateway
from tests.channels.gateway.handover.people import ORIGIN, Agent, Citizen


@pytest_asyncio.fixture
async def citizen(each_gateway: Gateway) -> AsyncIterator[Citizen]:
    """Somebody who waits, on each database."""
    async with each_gateway.client() as http:
        citizen = Citizen(each_gateway, http)
        await citizen.wants_a_person()
        yield citizen


@pytest_asyncio.fixture
async def agents(citizen: Citizen) -> AsyncIterator[tuple[Agent, Agent]]:
    """小李 and 小王, signed in."""
    async with citizen.gateway.client() as one, citizen.gateway.client() as two:
        li, wang = Agent(one), Agent(two)
        assert (await li.sign_in("小李")).status_code == 303
        assert (await wang.sign_in("小王")).status_code == 303
        yield li, wang


async def test_two_claim_at_once_and_one_wins(
    citizen: Citizen, agents: tuple[Agent, Agent]
) -> None:
    (slip,) = await agents[0].waiting()
    answers = await asyncio.gather(
        *(agent.do("claim", slip["id"]) for agent in agents for _ in range(3))
    )
    assert sorted(answer.status_code for answer in answers) == [204] + [409] * 5
    assert sum("agent" in card for card in await citizen.shown()) == 1
    mine = [len((await agent.overview())["mine"]) for agent in agents]
    assert sorted(mine) == [0, 1]


async def test_only_who_claimed_may_read_say_and_finish(
    citizen: Citizen, agents: tuple[Agent, Agent]
) -> None:
    li, wang = agents
    taken = await li.claim_first()
    path = f"/desk/api/handovers/{taken}"
    assert (await wang.http.get(path)).status_code == 404
    assert (await wang.do("say", taken, text="您好")).status_code == 409
    assert (await wang.do("finish", taken, ending="ended")).status_code == 409
    before = (await li.lines(taken))[-1]
    assert before[0] == "bot" and "小李来了" in before[1]


async def test_nobody_reads_before_claiming(citizen: Citizen, agents: tuple[Agent, Agent]) -> None:
    (slip,) = await agents[0].waiting()
    assert (await agents[0].http.get(f"/desk/api/handovers/{slip['id']}")).status_code == 404


async def test_the_transcript_goes_on_after_a_line_and_hides_receipts(
    citizen: Citizen, agents: tuple[Agent, Agent]
) -> None:
    li, _ = agents
    taken = await li.claim_first()
    answer = await li.http.get(f"/desk/api/handovers/{taken}")
    last = answer.json()["lines"][-1]["id"]
    await citizen.say("我想问学位")
    more = (await li.http.get(f"/desk/api/handovers/{taken}", params={"after": last})).json()
    assert [(line["by"], line["text"]) for line in more["lines"]] == [("citizen", "我想问学位")]
    assert (await li.overview())["mine"][0]["heard"] == more["lines"][0]["id"]


async def test_two_agents_do_not_ring_the_same_citizen(
    citizen: Citizen, agents: tuple[Agent, Agent]
) -> None:
    li, wang = agents
    citizen.gateway.core.away = False
    await citizen.say("留电话等回电")
    await citizen.say("13800138000")
    await li.overview()
    (slip,) = (await li.overview())["callbacks"]
    assert (await li.do("number", slip["id"])).status_code == 200
    refused = await wang.do("number", slip["id"])
    assert refused.status_code == 409 and "小李" in refused.json()["detail"]
    await li.http.post("/desk/sign-out", headers=ORIGIN)
    assert (await wang.do("number", slip["id"])).status_code == 200


async def test_a_number_that_core_cannot_open_is_a_problem(
    citizen: Citizen, agents: tuple[Agent, Agent]
) -> None:
    citizen.gateway.core.away = False
    await citizen.say("留电话等回电")
    await citizen.say("13800138000")
    citizen.gateway.core.away = True
    (slip,) = (await agents[0].overview())["callbacks"]
    assert (await agents[0].do("number", slip["id"])).status_code == 503


async def test_who_signs_out_leaves_the_citizen_to_others(
    citizen: Citizen, agents: tuple[Agent, Agent]
) -> None:
    li, wang = agents
    await li.claim_first()
    await li.http.post("/desk/sign-out", headers=ORIGIN)
    await citizen.gateway.app.state.services.sweeper.sweep()
    assert (await li.http.get("/desk/api/overview")).status_code == 401
    assert [slip["put_back"] for slip in await wang.waiting()] == [True]


async def test_a_deleted_conversation_leaves_nothing(
    citizen: Citizen, agents: tuple[Agent, Agent]
) -> None:
    li, _ = agents
    taken = await li.claim_first()
    gone = await citizen.http.delete(f"/api/conversations/{citizen.home}")
    assert gone.status_code == 204
    assert (await li.do("say", taken, text="您好")).status_code == 404
    assert (await li.overview())["mine"] == []
    await citizen.gateway.app.state.services.sweeper.sweep()


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"name": "小李", "token": ""},
        {"name": "小李", "token": AGENTS["小王"]},
        {"name": "老张", "token": AGENTS["小李"]},
        {"name": "<b>", "token": "\u4e2d\u6587"},
    ],
)
async def test_a_wrong_name_or_token_does_not_sign_in(
    gateway: Gateway, form: dict[str, str]
) -> None:
    async with gateway.client() as http:
        answer = await http.post("/desk/sign-in", data=form, headers=ORIGIN)
        assert answer.status_code == 403 and "没有登录" in answer.text
        assert "set-cookie" not in answer.headers
        assert (await http.get("/desk/api/overview")).status_code == 401


async def test_guessing_tokens_is_limited(gateway: Gateway) -> None:
    async with gateway.client() as http:
        agent = Agent(http)
        answers = [await agent.sign_in(token="wrong") for _ in range(130)]
    assert answers[-1].status_code == 429


async def test_the_cookie_is_for_the_desk_only(gateway: Gateway) -> None:
    async with gateway.client() as http:
        signed_in = await Agent(http).sign_in()
    cookie = signed_in.headers["set-cookie"]
    for part in ("lxz_desk=", "HttpOnly", "SameSite=strict", "Path=/desk"):
        assert part in cookie
    assert AGENTS["小李"] not in cookie


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
async def test_another_site_changes_nothing(
    citizen: Citizen, agents: tuple[Agent, Agent], headers: dict[str, str]
) -> None:
    li, _ = agents
    (slip,) = await li.waiting()
    path = f"/desk/api/handovers/{slip['id']}/claim"
    assert (await li.http.post(path, headers=headers)).status_code == 403
    assert (await li.http.post("/desk/sign-in", headers=headers)).status_code == 403
    assert len(await li.waiting()) == 1


@pytest.mark.parametrize("body", [{}, {"text": " "}, {"text": "长" * 1001}, {"text": "a", "b": 1}])
async def test_words_that_are_none_are_a_problem(
    citizen: Citizen, agents: tuple[Agent, Agent], body: dict[str, str]
) -> None:
    taken = await agents[0].claim_first()
    assert (await agents[0].do("say", taken, **body)).status_code == 422


async def test_the_page_is_shown_to_agents_only(gateway: Gateway) -> None:
    async with gateway.client() as http:
        outside = await http.get("/desk")
        await Agent(http).sign_in()
        inside = await http.get("/desk")
        script, style = await http.get("/desk/desk.js"), await http.get("/desk/desk.css")
        other = await http.get("/desk/sign_in.html")
        old = await http.get("/desk/api/overview", headers={"Cookie": "lxz_desk=made.up"})
    assert {page.headers["referrer-policy"] for page in (outside, inside)} == {"same-origin"}
    assert "令牌" in outside.text and "交回小政" not in outside.text
    assert "交回小政" in inside.text and inside.headers["cache-control"] == "no-store"
    assert script.headers["content-type"].startswith("text/javascript")
    assert style.headers["content-type"].startswith("text/css")
    assert (other.status_code, old.status_code) == (404, 401)
    assert "'unsafe-inline'" not in inside.headers["content-security-policy"].split("style-src")[0]


def test_a_cookie_ends_with_its_time_its_token_and_its_agent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agents = Agents(AGENTS, "a-secret-key")
    cookie = agents.sign_in("小李", AGENTS["小李"])
    assert agents.who(cookie) == "小李"
    assert Agents(AGENTS, "another-key").who(cookie) is None
    assert Agents({"小李": "a-new-token-for-li-1"}, "a-secret-key").who(cookie) is None
    assert Agents({"小王": AGENTS["小王"]}, "a-secret-key").who(cookie) is None
    late = time.time() + SIGNED_IN_S + 1
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: late)
    assert agents.who(cookie) is None


def test_agents_are_read_from_the_setting() -> None:
    both = parse_agents(" 小李: sixteen-characters-1 ,小王:sixteen-characters:2,")
    assert both == {"小李": "sixteen-characters-1", "小王": "sixteen-characters:2"}
    assert parse_agents("") == {}


@pytest.mark.parametrize(
    "setting", ["小李", "小李:short", ":sixteen-characters", "小" * 41 + ":sixteen-characters"]
)
def test_agents_that_cannot_be_read_stop_the_start(setting: str) -> None:
    with pytest.raises(ValueError, match="LXZ_GATEWAY_DESK_AGENTS") as refused:
        GatewaySettings(env="development", desk_agents=setting)
    assert "sixteen" not in str(refused.value).split("[type")[0]
    with pytest.raises(ValueError, match="twice"):
        parse_agents("小李:sixteen-characters,小李:sixteen-characters")


def stored_bytes(folder: Path) -> bytes:
    """Every byte of the database, its journal included."""
    return b"".join(file.read_bytes() for file in folder.glob("test.db*"))


async def test_the_desk_stores_no_private_value(gateway: Gateway, tmp_path: Path) -> None:
    gateway.core.away = False
    async with gateway.client() as http, gateway.client() as desk:
        citizen, agent = Citizen(gateway, http), Agent(desk)
        await citizen.wants_a_person("电话13800138000，转人工")
        await agent.sign_in()
        taken = await agent.claim_first()
        await agent.do("say", taken, text="是13800138000吗")
        await citizen.say("结束人工")
        await citizen.say("请回电")
        await citizen.say("13800138000")
    stored = stored_bytes(tmp_path)
    assert b"13800138000" not in stored and "〔".encode() not in stored
