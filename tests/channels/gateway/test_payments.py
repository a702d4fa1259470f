"""Notifications of providers pass the gateway unchanged; receipts go to their owner."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from core.database import migrate
from core.payments.receipts import _code
from tests.channels.gateway.conftest import Gateway, Make
from tests.channels.gateway.test_cases import PDF, Core, begun, wire
from tests.core.payments.conftest import House
from tests.core_settings import TOKENS
from tests.databases import fresh_database

pytestmark = pytest.mark.asyncio

ORDER = "P202611237K3Q9XYZAB"
GENUINE = {
    "genuine": True,
    "number": ORDER,
    "title": "城管局 垃圾<费> 88.50元",
    "decided_at": "2026-11-22T17:00:00Z",
    "state_label": "已支付",
    "demo": False,
}


class Relay(Core):
    """Notes also what a notification came with."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.requests.append(request)
        return await super().handle_async_request(request)


@pytest.fixture
def core() -> Relay:
    return Relay()


@pytest_asyncio.fixture
async def site(gateway: Gateway, core: Relay) -> Gateway:
    wire(gateway, core)
    return gateway


@pytest_asyncio.fixture
async def citizen(site: Gateway) -> AsyncIterator[httpx.AsyncClient]:
    async with site.client() as browser:
        yield browser


async def test_a_notification_passes_byte_by_byte_with_its_proof_alone(
    citizen: httpx.AsyncClient, core: Relay
) -> None:
    core.answer = httpx.Response(204)
    body = b'{"a" : "\xe7\xbd\x97"}\n '
    headers = {
        "Wechatpay-Signature": "abc==",
        "Wechatpay-Timestamp": "1",
        "X-Treasury-Signature": "d",
        "Authorization": "Bearer a-strangers",
        "Cookie": "a=b",
        "Content-Type": "application/json",
    }
    answer = await citizen.post("/pay/notify/wechat", content=body, headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "set-cookie" not in answer.headers
    (passed,) = core.requests
    assert passed.url.path == "/v1/payments/notifications/wechat" and passed.content == body
    assert passed.headers["authorization"] == f"Bearer {TOKENS['gateway']}"
    assert passed.headers["wechatpay-signature"] == "abc==" and "cookie" not in passed.headers
    assert passed.headers["x-treasury-signature"] == "d"


async def test_the_answer_is_cores(citizen: httpx.AsyncClient, core: Relay) -> None:
    core.answer = httpx.Response(500, json={"code": "FAIL", "message": "失败"})
    answer = await citizen.post("/pay/notify/wechat", content=b"{}")
    assert answer.status_code == 500 and answer.json()["code"] == "FAIL"


@pytest.mark.parametrize("how", ["away", "token"])
async def test_without_core_it_is_to_be_sent_again(
    citizen: httpx.AsyncClient, core: Relay, how: str
) -> None:
    core.away = how == "away"
    core.refuse(401, "需要有效的服务令牌。")
    answer = await citizen.post("/pay/notify/wechat", content=b"{}")
    assert answer.status_code == 503 and int(answer.headers["retry-after"]) > 0


async def test_what_is_too_large_or_no_provider_reaches_nobody(
    citizen: httpx.AsyncClient, core: Relay
) -> None:
    big = await citizen.post("/pay/notify/wechat", content=b"x" * (64 * 1024 + 1))
    odd = await citizen.post("/pay/notify/WeChat", content=b"{}")
    assert (big.status_code, odd.status_code, core.requests) == (413, 422, [])


async def test_notifications_are_not_counted_by_address(make_gateway: Make, core: Relay) -> None:
    gateway = await make_gateway(limit_address="1/minute")
    wire(gateway, core)
    core.answer = httpx.Response(204)
    async with gateway.client() as provider:
        answers = [await provider.post("/pay/notify/wechat", content=b"{}") for _ in range(5)]
    assert {one.status_code for one in answers} == {204}


async def test_the_owner_downloads_the_receipt_and_nobody_else(
    site: Gateway, citizen: httpx.AsyncClient, core: Relay
) -> None:
    conversation = await begun(citizen)
    path = f"/api/payments/{ORDER}/receipt?conversation_id={conversation}"
    answer = await citizen.get(path)
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == f'attachment; filename="{ORDER}.pdf"'
    assert core.asked == [(f"/v1/payments/orders/{ORDER}/receipt", {"session": conversation})]
    async with site.client() as stranger:
        await begun(stranger)
        assert (await stranger.get(path)).status_code == 404
    assert len(core.asked) == 1


@pytest.mark.parametrize("status", [404, 409, 503])
async def test_what_core_refuses_is_said_in_its_words(
    citizen: httpx.AsyncClient, core: Relay, status: int
) -> None:
    core.refuse(status, "这笔订单没有缴费凭证。")
    conversation = await begun(citizen)
    answer = await citizen.get(f"/api/payments/{ORDER}/receipt?conversation_id={conversation}")
    assert (answer.status_code, answer.json()["detail"]) == (status, "这笔订单没有缴费凭证。")
    core.away = True
    answer = await citizen.get(f"/api/payments/{ORDER}/receipt?conversation_id={conversation}")
    assert answer.status_code == 503 and "付款不受影响" in answer.json()["detail"]


async def test_a_receipt_is_checked_by_its_code(citizen: httpx.AsyncClient, core: Relay) -> None:
    core.answer = httpx.Response(200, json=GENUINE)
    page = await citizen.get(f"/pay/verify/{'0a' * 16}")
    assert page.status_code == 200 and "<h1>这份缴费凭证是真的</h1>" in page.text
    assert "垃圾&lt;费&gt;" in page.text and "付款日期：2026-11-23" in page.text
    core.answer = httpx.Response(200, json=GENUINE | {"demo": True})
    assert "没有真的收钱" in (await citizen.get(f"/pay/verify/{'0a' * 16}")).text
    core.answer = httpx.Response(200, json={"genuine": False})
    assert "没有查到这份凭证" in (await citizen.get(f"/pay/verify/{'0a' * 16}")).text
    asked = len(core.asked)
    assert "没有查到这份凭证" in (await citizen.get("/pay/verify/short")).text
    assert len(core.asked) == asked
    core.away = True
    page = await citizen.get(f"/pay/verify/{'0a' * 16}")
    assert page.status_code == 503 and "现在核对不了" in page.text


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


async def test_a_signed_notification_credits_the_order_and_a_forged_one_does_not(
    gateway: Gateway, house: House
) -> None:
    app: Any = house.http.app
    wire(gateway, httpx.ASGITransport(app))
    async with gateway.client() as browser:
        conversation = await begun(browser)
        order = house.place(conversation).order
        house.bank.pay(order)
        headers, body = house.bank.payment_notice(order, house.now.timestamp())
        forged = await browser.post("/pay/notify/wechat", content=body + b" ", headers=headers)
        assert (forged.status_code, house.row(order).state) == (500, "awaiting")
        taken = await browser.post("/pay/notify/wechat", content=body, headers=headers)
        assert (taken.status_code, house.row(order).state) == (204, "paid")
        path = f"/api/payments/{order}/receipt?conversation_id={conversation}"
        receipt = await browser.get(path)
        with house.core() as real:
            code = _code(real, order)
        page = await browser.get(f"/pay/verify/{code}")
    assert receipt.status_code in (200, 503)  # 503: no Chinese font is installed here
    if receipt.status_code == 200:
        assert receipt.content.startswith(b"%PDF") and order in page.text
