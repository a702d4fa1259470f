"""Taking one's own data along, and deleting a conversation: by the owner alone."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import func, select

from channels.gateway.models import Conversation, Event, Feedback, Message, NewsRow
from core.contract import PersonData
from tests.channels.gateway.conftest import Gateway

pytestmark = pytest.mark.asyncio

DATA = {"身份": {"姓名": "甲样例"}, "办件": []}
SIGN_IN = "要查看、下载或删除您名下的数据，请先登录。"


async def begun(browser: httpx.AsyncClient) -> str:
    """A conversation of this browser."""
    reply = await browser.post("/api/chat", json={"text": "你好"})
    return str(reply.json()["conversation_id"])


async def download(browser: httpx.AsyncClient, home: str) -> httpx.Response:
    return await browser.get("/api/my-data", params={"conversation_id": home})


@pytest_asyncio.fixture
async def citizen(gateway: Gateway) -> AsyncIterator[httpx.AsyncClient]:
    async with gateway.client() as browser:
        yield browser


async def test_the_owner_downloads_a_file_that_can_be_read(
    gateway: Gateway, citizen: httpx.AsyncClient
) -> None:
    home = await begun(citizen)
    gateway.core.away = False
    gateway.core.answer = httpx.Response(200, json=PersonData(data=DATA).model_dump())
    answer = await download(citizen, home)
    assert (answer.status_code, json.loads(answer.content)) == (200, DATA)
    assert '\n  "身份": {' in answer.content.decode()
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.headers["cache-control"] == "no-store"
    assert gateway.core.calls == [("/v1/my-data/export", {"session": home})]


async def test_a_conversation_of_somebody_else_gives_no_data(
    gateway: Gateway, citizen: httpx.AsyncClient
) -> None:
    home = await begun(citizen)
    gateway.core.away = False
    async with gateway.client() as stranger:
        await begun(stranger)
        answers = [await download(stranger, one) for one in (home, "f" * 32, "none")]
    assert [one.status_code for one in answers] == [404] * 3
    assert "没有下载成" in answers[0].text
    assert gateway.core.called("export") == [] and len(gateway.core.calls) == 0


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [
        (httpx.Response(403, json={"detail": SIGN_IN}), 403, SIGN_IN),
        (httpx.Response(500, json={}), 503, "没有受影响"),
        (httpx.Response(200, json={"other": 1}), 503, "没有受影响"),
        (httpx.Response(403, text="no"), 503, "没有受影响"),
    ],
)
async def test_what_goes_wrong_is_a_page(
    gateway: Gateway, citizen: httpx.AsyncClient, answer: httpx.Response, status: int, says: str
) -> None:
    home = await begun(citizen)
    gateway.core.away, gateway.core.answer = False, answer
    page = await download(citizen, home)
    assert page.status_code == status and says in page.text
    assert page.headers["content-type"].startswith("text/html")


async def test_core_away_is_a_page_too(gateway: Gateway, citizen: httpx.AsyncClient) -> None:
    page = await download(citizen, await begun(citizen))
    assert page.status_code == 503 and "没有受影响" in page.text


async def test_a_deleted_conversation_leaves_nothing(each_gateway: Gateway) -> None:
    async with each_gateway.client() as owner:
        home, other = await begun(owner), await begun(owner)
        reply = await owner.post("/api/chat", json={"text": "谢谢", "conversation_id": home})
        thumb = {"event_id": reply.json()["event_ids"][0], "value": "up"}
        await owner.post("/api/feedback", json={"conversation_id": home, **thumb})
        card = {"type": "text", "text": "有进展"}
        assert await each_gateway.store.take_news("news-1", home, card)
        gone = await owner.delete(f"/api/conversations/{home}")
        again = await owner.delete(f"/api/conversations/{home}")
        said = await owner.post("/api/chat", json={"text": "在吗", "conversation_id": home})
    assert (gone.status_code, again.status_code, said.status_code) == (204, 404, 404)
    async with each_gateway.app.state.services.database.read() as session:
        left = {
            table: await session.scalar(select(func.count()).select_from(table))
            for table in (Conversation, Message, Event, Feedback, NewsRow)
        }
        assert left == {Conversation: 1, Message: 1, Event: 2, Feedback: 0, NewsRow: 0}
        assert await session.get(Conversation, other) is not None


async def test_nobody_else_deletes_a_conversation(
    gateway: Gateway, citizen: httpx.AsyncClient
) -> None:
    home = await begun(citizen)
    async with gateway.client() as stranger:
        await begun(stranger)
        answers = [await stranger.delete(f"/api/conversations/{one}") for one in (home, "none")]
    assert [one.status_code for one in answers] == [404] * 2
    kept = await citizen.post("/api/chat", json={"text": "还在吗", "conversation_id": home})
    assert kept.status_code == 200


async def test_opened_values_are_dropped_with_the_conversation(
    gateway: Gateway, citizen: httpx.AsyncClient
) -> None:
    gateway.core.away = False
    reply = await citizen.post("/api/chat", json={"text": "打13800138000"})
    home = reply.json()["conversation_id"]
    assert "138****8000" in reply.text
    await citizen.delete(f"/api/conversations/{home}")
    gateway.core.values.clear()
    shown = await gateway.app.state.services.vault.render(home, "打[PHONE_1]")
    assert "138****8000" not in shown
