"""The phone's page and the pay sheet."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.wechat_account.files import PAGES
from sandbox.wechat_account.paying import AWAY
from tests.sandbox.test_wechat_pay import Merchant, called
from tests.sandbox.wechat_account.conftest import Town

CALLED = {"appId": "wx1", "package": "prepay_id=wx1"}
ORDER = {"description": "垃圾处理费", "total": 8850, "state": "NOTPAY"}


async def test_the_page_and_its_files_are_served(town: Town) -> None:
    page = await town.http.get("/phone")
    assert page.status_code == 200 and "沙盒微信" in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    for name in ("phone.css", "phone.js", "chat.js"):
        assert f"/phone/files/{name}" in page.text
        file = await town.http.get(f"/phone/files/{name}")
        assert file.text == (PAGES / name).read_text("utf-8")
    assert (await town.http.get("/phone/files/bridge.js")).status_code == 404
    bridge = await town.http.get("/open/js/bridge.js")
    assert "getBrandWCPayRequest" in bridge.text
    assert (await town.http.get("/open/js/phone.html")).status_code == 404


async def test_the_phone_acts_and_sees_what_comes(town: Town) -> None:
    town.account.steps = ["您好"]
    done = await town.http.post("/phone/act?user=小明", json={"kind": "text", "text": "在吗"})
    assert done.status_code == 202
    chat = (await town.http.get("/phone/chat?user=小明&after=1&wait_s=5")).json()
    assert [one["text"] for one in chat["items"]] == ["您好"]
    assert chat["follows"] and chat["account"] == "罗小政"
    no = await town.http.post("/phone/act?user=小红", json={"kind": "text", "text": "在吗"})
    assert no.status_code == 409 and "关注" in no.json()["message"]


def bank(town: Town, **answers: dict[str, Any]) -> list[Any]:
    """A sandbox for payments that answers by `pay`; what it was asked."""
    asked: list[Any] = []

    def paid(request: httpx.Request) -> httpx.Response:
        asked.append(json.loads(request.content))
        told = answers[request.url.params["pay"]]
        return httpx.Response(400 if "message" in told else 200, json=told)

    town.account.paid = paid
    return asked


async def test_paying_on_the_sheet_allows_messages(town: Town) -> None:
    order = ORDER | {"openid": town.user.openid}
    asked = bank(town, false=order, true=order | {"state": "SUCCESS"})
    params = json.dumps(CALLED)
    sheet = await town.http.get("/phone/pay", params={"params": params})
    assert "￥88.50" in sheet.text and "垃圾处理费" in sheet.text
    done = await town.http.post("/phone/pay", data={"answer": "pay", "params": params})
    assert 'data-result="ok"' in done.text and asked == [CALLED, CALLED]
    assert [await town.serve() for _ in range(9)] == [0] * 9
    assert "￥88.50" in town.user.chat[0]["text"]


async def test_the_two_sandboxes_understand_each_other(town: Town, tmp_path: Path) -> None:
    shop = Merchant(tmp_path / "shop")
    placed = shop.place(payer={"openid": town.user.openid}).json()

    def paid(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        told = shop.http.post("/phone/pay", params=dict(request.url.params), json=asked)
        return httpx.Response(told.status_code, content=told.content)

    town.account.paid = paid
    params = json.dumps(called(shop, placed["prepay_id"]))
    sheet = await town.http.get("/phone/pay", params={"params": params})
    assert "￥88.50" in sheet.text
    done = await town.http.post("/phone/pay", data={"answer": "pay", "params": params})
    assert 'data-result="ok"' in done.text and shop.post() == 1
    again = await town.http.get("/phone/pay", params={"params": params})
    assert "已经支付" in again.text


@pytest.mark.parametrize("answer", ["cancel", "fail"])
async def test_not_paying_says_so(town: Town, answer: str) -> None:
    asked = bank(town)
    done = await town.http.post("/phone/pay", data={"answer": answer, "params": "{}"})
    assert f'data-result="{answer}"' in done.text and asked == []


async def test_what_cannot_be_paid_is_said(town: Town) -> None:
    bank(town, false={"message": "支付验证签名失败"}, true=ORDER | {"state": "CLOSED"})
    params = {"params": json.dumps(CALLED)}
    assert "支付验证签名失败" in (await town.http.get("/phone/pay", params=params)).text
    closed = await town.http.post("/phone/pay", data={"answer": "pay", **params})
    assert "已经关闭" in closed.text and 'value="fail"' in closed.text
    assert "参数不对" in (await town.http.get("/phone/pay?params=x")).text

    def away(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    town.account.paid = away
    assert AWAY in (await town.http.get("/phone/pay", params=params)).text


def test_pages_have_no_script_of_their_own() -> None:
    page = (PAGES / "phone.html").read_text("utf-8")
    assert "style=" not in page and "onclick" not in page
    for script in Path(PAGES).glob("*.js"):
        assert "innerHTML" not in script.read_text("utf-8")
