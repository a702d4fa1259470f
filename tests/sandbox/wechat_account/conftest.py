"""A sandbox without a network, and a scripted server of the account (wechatpy opens and seals)."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from wechatpy.crypto import WeChatCrypto

from sandbox.wechat_account.app import create_app
from sandbox.wechat_account.envelopes import as_xml, read_xml
from sandbox.wechat_account.settings import AccountSettings

WAIT_S = 0.08
URL = "http://wechat.test"
Step = bytes | str | int | float | Exception


class Account(httpx.AsyncBaseTransport):
    """The account's server. Each step answers one POST: words as a passive text, bytes as they
    are, an int as a status, a float waits so many seconds first; without a step it says success."""

    def __init__(self, settings: AccountSettings) -> None:
        self.settings, self.steps = settings, list[Step]()
        self.requests: list[httpx.Request] = []
        self.messages: list[dict[str, Any]] = []
        self.paid: Callable[[httpx.Request], httpx.Response] | None = None
        key, token = settings.aes_key.get_secret_value(), settings.token.get_secret_value()
        self.crypto = WeChatCrypto(token, key, settings.appid)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        if request.url.path.startswith("/phone/pay") and self.paid:
            return self.paid(request)
        self.requests.append(request)
        if request.method == "GET":
            return httpx.Response(200, text=request.url.params["echostr"])
        message = self._opened(request)
        self.messages.append(message)
        step: Step = self.steps.pop(0) if self.steps else b"success"
        if isinstance(step, float):
            await asyncio.sleep(step)
            step = b"success"
        if isinstance(step, Exception):
            raise step
        if isinstance(step, int):
            return httpx.Response(step)
        return httpx.Response(200, content=self._sealed(message, step))

    def text(self, message: dict[str, Any], words: str, **changed: Any) -> bytes:
        """A passive text, sealed."""
        fields = {
            "ToUserName": message["FromUserName"],
            "FromUserName": message["ToUserName"],
            "CreateTime": 1_800_000_000,
            "MsgType": "text",
            "Content": words,
        }
        sealed: str = self.crypto.encrypt_message(as_xml(fields | changed), "12345")
        return sealed.encode()

    def _sealed(self, message: dict[str, Any], step: Any) -> bytes:
        if isinstance(step, bytes):
            return step
        return self.text(message, step)

    def _opened(self, request: httpx.Request) -> dict[str, Any]:
        if self.settings.mode == "plain":
            return read_xml(request.content)
        query = request.url.params
        names = ("msg_signature", "timestamp", "nonce")
        inner = self.crypto.decrypt_message(request.content, *(query[name] for name in names))
        return read_xml(inner)


class Town:
    """The sandbox with one user, 小明, who follows the account, and a clock of its own."""

    def __init__(self, folder: Path, **changed: Any) -> None:
        self.settings = AccountSettings(
            env="test", var_dir=folder, retry_after_s=WAIT_S, url=URL, **changed
        )
        self.now = 1_800_000_000.0
        self.account = Account(self.settings)
        self.app: Any = create_app(self.settings, lambda: self.now, self.account)
        transport = httpx.ASGITransport(self.app)
        self.http = httpx.AsyncClient(transport=transport, base_url=URL)
        self.world = self.app.state.world
        self.user = self.world.store.user("小明")
        self.user.follows = True

    async def act(self, kind: str, wait: bool = True, **about: Any) -> dict[str, Any]:
        params = {"wait": wait}
        told = await self.http.post(
            "/admin/users/小明/send", params=params, json={"kind": kind, **about}
        )
        assert told.status_code == 200, told.text
        found: dict[str, Any] = told.json()
        return found

    async def fail(self, **how: Any) -> None:
        assert (await self.http.post("/admin/failures", json=how)).status_code == 200

    async def token(self, force: bool = False) -> str:
        told = (await self.http.post("/cgi-bin/stable_token", json=self.asks(force))).json()
        return str(told["access_token"])

    def asks(self, force: bool = False, **changed: Any) -> dict[str, Any]:
        secret = self.settings.secret.get_secret_value()
        about = {"grant_type": "client_credential", "appid": self.settings.appid, "secret": secret}
        return about | ({"force_refresh": True} if force else {}) | changed

    async def call(self, path: str, body: Any = None, **query: Any) -> dict[str, Any]:
        """An interface with a good token; GET without a body."""
        params = {"access_token": await self.token(), **query}
        method = "GET" if body is None else "POST"
        answer = await self.http.request(method, path, params=params, json=body)
        told: dict[str, Any] = answer.json()
        return told

    async def serve(self, words: str = "您好", **changed: Any) -> int:
        """Send a customer-service text; its error code."""
        body = {"touser": self.user.openid, "msgtype": "text", "text": {"content": words}}
        told = await self.call("/cgi-bin/message/custom/send", body | changed)
        return int(told["errcode"])


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    made = Town(tmp_path)
    yield made
    await made.app.state.post.stop()
    await made.http.aclose()
