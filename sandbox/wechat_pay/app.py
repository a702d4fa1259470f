"""The sandbox for payments as an ASGI application."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from sandbox.wechat_pay import api, failures, page, phone, treasury
from sandbox.wechat_pay.api import Desk
from sandbox.wechat_pay.failures import Failures
from sandbox.wechat_pay.keys import Keys
from sandbox.wechat_pay.letters import Letters
from sandbox.wechat_pay.settings import PaySettings
from sandbox.wechat_pay.store import Document, Store
from sandbox.wechat_pay.till import Refused, Till

NO_ORDER = "没有这笔订单，请重新扫码。"


def create_app(
    settings: PaySettings | None = None,
    clock: Callable[[], float] = time.time,
    transport: httpx.BaseTransport | None = None,
) -> FastAPI:
    """Build the sandbox. `clock` gives seconds since 1970; `transport` replaces the network on
    which notifications go out."""
    settings = settings or PaySettings()
    keys, store = Keys(settings.folder), Store(settings.folder / "orders.sqlite")
    letters = Letters(settings, keys, store, clock, transport)
    till = Till(settings, store, letters, clock)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        letters.start()
        yield
        letters.stop()

    app = FastAPI(
        title="沙盒支付", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    app.state.letters, app.state.till, app.state.keys = letters, till, keys
    desk = Desk(settings, keys, store, till, clock)
    app.include_router(api.router(desk))
    app.include_router(treasury.router(desk, letters))
    app.include_router(phone.router(desk))

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/pay/{code}")
    def ask(code: str) -> HTMLResponse:
        order = _by_code(store, code)
        if order is None:
            return _html(page.told("不能支付", NO_ORDER), 404)
        if order["state"] != "NOTPAY":
            return _html(page.told("不用支付", "这笔订单已经支付，或者已经关闭。"), 400)
        return _html(page.ask("微信支付", order["description"], order["total"]))

    @app.post("/pay/{code}")
    def pay(code: str) -> HTMLResponse:
        order = _by_code(store, code)
        if order is None:
            return _html(page.told("不能支付", NO_ORDER), 404)
        try:
            till.pay(order["number"])
        except Refused as no:
            return _html(page.told("没有支付", no.message), 400)
        return _html(page.told("支付成功", "可以回到对话里看结果。"))

    @app.get("/admin/failures")
    def read_failures() -> Failures:
        return failures.read(store)

    @app.post("/admin/failures")
    def set_failures(wanted: Failures) -> Failures:
        failures.write(store, wanted)
        return wanted

    @app.post("/admin/rotate")
    def rotate() -> dict[str, str]:
        return {"serial": keys.rotate()}

    @app.get("/admin/orders")
    def orders() -> list[Document]:
        return store.all("orders")

    return app


def _by_code(store: Store, code: str) -> Document | None:
    return next((one for one in store.all("orders") if one["code"] == code), None)


def _html(text: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(text, status, headers=page.HEADERS)
