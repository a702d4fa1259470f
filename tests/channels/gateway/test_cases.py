"""Result documents: to the owner of the conversation, and checked by anybody who holds one."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from channels.gateway import documents
from channels.gateway.core_client import CoreClient
from channels.gateway.documents import Documents
from channels.gateway.identity import COOKIE
from core.cases.results import result_code
from core.database import migrate
from tests.channels.gateway.conftest import Gateway, Make
from tests.core.cases.conftest import TOKENS, House
from tests.databases import fresh_database

pytestmark = pytest.mark.asyncio

NUMBER = "LH202611237K3Q9XYZ"
CODE = "0123456789abcdef" * 2
PDF = b"%PDF-1.4 made up"
GENUINE = {
    "genuine": True,
    "number": NUMBER,
    "title": "高龄<津贴>",
    "decided_at": "2026-11-22T17:00:00Z",
    "state_label": "已通过",
    "demo": False,
}


class Core(httpx.AsyncBaseTransport):
    """Stands for core's cases: answers as it is told, and notes what it was asked."""

    def __init__(self) -> None:
        self.answer = httpx.Response(200, content=PDF)
        self.away = False
        self.delay_s = 0.0
        self.asked: list[tuple[str, dict[str, str]]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert request.headers["authorization"] == "Bearer gateway-token"
        self.asked.append((request.url.path, dict(request.url.params)))
        await asyncio.sleep(self.delay_s)
        if self.away:
            raise httpx.ConnectError("refused", request=request)
        return self.answer

    def refuse(self, status: int, detail: str) -> None:
        self.answer = httpx.Response(status, json={"status": status, "detail": detail})


def wire(gateway: Gateway, core: httpx.AsyncBaseTransport) -> None:
    """Let the gateway talk to this core."""
    where = "http://core", TOKENS["gateway"], core
    gateway.app.state.services = replace(
        gateway.app.state.services, core=CoreClient(*where), documents=Documents(*where)
    )


@pytest.fixture
def core() -> Core:
    return Core()


@pytest_asyncio.fixture
async def site(gateway: Gateway, core: Core) -> Gateway:
    wire(gateway, core)
    return gateway


@pytest_asyncio.fixture
async def citizen(site: Gateway) -> AsyncIterator[httpx.AsyncClient]:
    async with site.client() as browser:
        yield browser


async def begun(browser: httpx.AsyncClient) -> str:
    """A conversation of this browser."""
    reply = await browser.post("/api/chat", json={"text": "你好"})
    return str(reply.json()["conversation_id"])


async def result(
    browser: httpx.AsyncClient, conversation: str, number: str = NUMBER
) -> httpx.Response:
    query = {"conversation_id": conversation}
    return await browser.get(f"/api/cases/{number}/result", params=query)


async def test_the_owner_downloads_the_document(citizen: httpx.AsyncClient, core: Core) -> None:
    conversation = await begun(citizen)
    answer = await result(citizen, conversation)
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'attachment; filename="{NUMBER}.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    assert core.asked == [(f"/v1/cases/{NUMBER}/result", {"session": conversation})]


async def test_a_conversation_of_somebody_else_gives_nothing(
    site: Gateway, citizen: httpx.AsyncClient, core: Core
) -> None:
    conversation = await begun(citizen)
    async with site.client() as stranger:
        await begun(stranger)
        answers = [await result(stranger, one) for one in (conversation, "f" * 32, "none")]
    assert [one.status_code for one in answers] == [404] * 3
    assert answers[0].json()["detail"] == "没有这个对话。"
    assert core.asked == []


@pytest.mark.parametrize(
    ("status", "detail"),
    [
        (403, "请先登录，再办这一步。已填的内容都在。"),
        (404, "没有查到这件办件。"),
        (409, "这件还没有通过，没有结果文件。可以先查看它的进度。"),
        (503, "结果文件暂时生成不了，办件的结果不受影响，请稍后再下载。"),
    ],
)
async def test_what_core_refuses_is_said_in_its_words(
    citizen: httpx.AsyncClient, core: Core, status: int, detail: str
) -> None:
    core.refuse(status, detail)
    answer = await result(citizen, await begun(citizen))
    assert (answer.status_code, answer.json()["detail"]) == (status, detail)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("how", ["away", "slow", "token", "broken"])
async def test_without_an_answer_of_core_the_citizen_hears_that_nothing_is_lost(
    citizen: httpx.AsyncClient, core: Core, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = await begun(citizen)
    core.away = how == "away"
    if how == "slow":
        monkeypatch.setattr(documents, "FILE_TIMEOUT_S", 0.01)
        core.delay_s = 5
    if how == "token":
        core.refuse(401, "需要有效的服务令牌。")
    if how == "broken":
        core.answer = httpx.Response(404, content=b"<html>")
    answer = await result(citizen, conversation)
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith("结果文件暂时取不到，办件的结果不受影响")


@pytest.mark.parametrize("number", ["LH2026%0d%0ax", "..%2f..%2fdrafts", "a b", "é", "x" * 41])
async def test_a_number_that_is_none_reaches_nobody(
    citizen: httpx.AsyncClient, core: Core, number: str
) -> None:
    answer = await result(citizen, await begun(citizen), number)
    assert answer.status_code in (404, 422)
    assert core.asked == []


async def test_a_genuine_document_is_told_with_its_facts(
    citizen: httpx.AsyncClient, core: Core
) -> None:
    core.answer = httpx.Response(200, json=GENUINE)
    page = await citizen.get(f"/verify/{CODE}")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-store"
    assert "<h1>这份文件是真的</h1>" in page.text and "演示" not in page.text
    for said in (NUMBER, "高龄&lt;津贴&gt;", "已通过", "决定日期：2026-11-23"):
        assert said in page.text
    assert COOKIE not in page.headers.get("set-cookie", "")
    assert core.asked == [(f"/v1/cases/verify/{CODE}", {})]


async def test_a_demonstration_is_called_one(citizen: httpx.AsyncClient, core: Core) -> None:
    core.answer = httpx.Response(200, json=GENUINE | {"demo": True})
    page = await citizen.get(f"/verify/{CODE}")
    assert "演示文件" in page.text and "不是正式公文" in page.text
    assert "这份文件是真的" not in page.text


@pytest.mark.parametrize("code", [CODE, "short", "<script>alert(1)</script>", CODE + "0", "é" * 32])
async def test_a_made_up_code_is_not_genuine(
    citizen: httpx.AsyncClient, core: Core, code: str
) -> None:
    core.answer = httpx.Response(200, json={"genuine": False})
    page = await citizen.get(f"/verify/{code}")
    if code.startswith("<"):  # a slash makes it another address
        assert page.status_code == 404
    else:
        assert page.status_code == 200 and "没有查到这份文件" in page.text
        assert "12345" in page.text and "<script>" not in page.text
    assert len(core.asked) == (code == CODE)


@pytest.mark.parametrize("how", ["away", "broken"])
async def test_without_core_the_page_says_that_it_does_not_know(
    citizen: httpx.AsyncClient, core: Core, how: str
) -> None:
    core.away = how == "away"
    core.answer = httpx.Response(200, content=b"[]")
    page = await citizen.get(f"/verify/{CODE}")
    assert page.status_code == 503 and "现在核对不了" in page.text
    assert "没有查到" not in page.text


async def test_codes_cannot_be_tried_without_end(make_gateway: Make, core: Core) -> None:
    gateway = await make_gateway(limit_address="3/minute")
    wire(gateway, core)
    core.answer = httpx.Response(200, json={"genuine": False})
    async with gateway.client() as browser:
        pages = [await browser.get(f"/verify/{n:032x}") for n in range(4)]
    assert [page.status_code for page in pages] == [200, 200, 200, 429]
    assert int(pages[-1].headers["retry-after"]) > 0 and "请稍后再核对" in pages[-1].text
    assert len(core.asked) == 3


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The real core."""
    folder = tmp_path / "core"
    folder.mkdir()
    with fresh_database("sqlite", folder) as url:
        migrate(url)
        built = House(url, folder)
        built.empty()
        yield built
        built.engine.dispose()


async def test_both_addresses_are_those_of_core(gateway: Gateway, house: House) -> None:
    app: Any = house.http.app
    wire(gateway, httpx.ASGITransport(app))
    async with gateway.client() as browser:
        conversation = await begun(browser)
        seen = house.submit(conversation, months="12")
        with house.core() as real:
            code = result_code(real, seen.number)
        answer = await result(browser, conversation, seen.number)
        other = await result(browser, await begun(browser), seen.number)
        page = await browser.get(f"/verify/{code}")
    assert answer.status_code in (200, 503)  # 503: no Chinese font is installed here
    assert answer.content.startswith(b"%PDF") == (answer.status_code == 200)
    assert (other.status_code, "请先登录" in other.json()["detail"]) == (403, True)
    assert seen.number in page.text and "演示文件" in page.text
