"""Paying on the phone (JSAPI 调起支付): the sheet that WeixinJSBridge opens.

https://pay.weixin.qq.com/docs/merchant/apis/jsapi-payment/jsapi-transfer-payment.html
The order lies in the sandbox for payments, which also proves the page's signature.
"""

import json
from typing import Annotated, Any

import httpx
from fastapi import APIRouter, Form
from fastapi.responses import FileResponse, HTMLResponse, Response

from sandbox.wechat_account import page
from sandbox.wechat_account.files import PAGES
from sandbox.wechat_account.store import Document
from sandbox.wechat_account.world import World

AWAY = "沙盒支付没有回答。没有付款，请稍后再试。"
SCRIPTS = {"bridge.js", "pay_done.js"}


def router(world: World) -> APIRouter:
    routes = APIRouter()

    @routes.get("/open/js/{name}")
    async def script(name: str) -> Response:
        if name not in SCRIPTS:
            return page.told("没有这个文件", name, 404)
        headers = {"Cache-Control": "no-cache", "Cross-Origin-Resource-Policy": "cross-origin"}
        return FileResponse(PAGES / name, media_type="text/javascript", headers=headers)

    @routes.get("/phone/pay")
    async def ask(params: str) -> HTMLResponse:
        told = await _order(world, params, pay=False)
        if told.get("state") != "NOTPAY":
            return page.pay_trouble(str(told.get("message") or "这笔订单已经支付，或者已经关闭。"))
        return page.pay(str(told["description"]), int(told["total"]), params)

    @routes.post("/phone/pay")
    async def answer(
        answer: Annotated[str, Form()], params: Annotated[str, Form()] = ""
    ) -> HTMLResponse:
        if answer != "pay":
            return page.pay_done("cancel" if answer == "cancel" else "fail")
        told = await _order(world, params, pay=True)
        if told.get("state") != "SUCCESS":
            return page.pay_trouble(str(told.get("message") or "这笔订单已经支付，或者已经关闭。"))
        user = world.store.by_openid(str(told.get("openid")))
        if user is not None:
            user.quotas.give("payment", world.now)
            sum_of = int(told["total"])
            words = f"微信支付 ￥{sum_of // 100}.{sum_of % 100:02d}\n{told['description']}"
            user.add(at=world.now, side="note", via="", kind="note", text=words)
        return page.pay_done("ok")

    return routes


async def _order(world: World, params: str, *, pay: bool) -> Document:
    """The order of the bridge's parameters, paid where `pay`; `message` where it cannot be."""
    try:
        asked: Any = json.loads(params)
        url = f"{world.settings.pay_url}/phone/pay"
        answer = await world.http.post(url, params={"pay": pay}, json=asked)
        told: Any = answer.json()
    except ValueError:
        return {"message": "支付参数不对。"}
    except httpx.HTTPError:
        return {"message": AWAY}
    return told if isinstance(told, dict) else {}
