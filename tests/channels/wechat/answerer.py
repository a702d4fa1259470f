"""A small WeChat for tests: answers tokens and interfaces as the documentation says, in memory."""

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from channels.wechat.api import WeChatApi
from channels.wechat.settings import WeChatSettings
from channels.wechat.token_server import OwnToken, TokenServer

APPID = "wx1234567890abcdef"
SECRET = "an-app-secret-for-tests"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
Answer = Callable[[httpx.Request], httpx.Response]


def account_settings(**more: Any) -> WeChatSettings:
    """Settings of an account that is not the simulator's."""
    given = {"appid": APPID, "app_secret": SECRET, "token": "aTokenForTests", "aes_key": AES_KEY}
    return WeChatSettings(_env_file=None, env="test", **{**given, **more})


@dataclass
class Answerer:
    """`answers` are put in by path; every other path is done with errcode 0."""

    lives_s: int = 7200
    slow_s: float = 0.0
    secret: str = SECRET
    token: str = "token-1"
    asked: list[dict[str, Any]] = field(default_factory=list)
    calls: list[httpx.Request] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    down: bool = False

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url="https://wechat.test", transport=httpx.MockTransport(self._answer)
        )

    def end_token(self) -> None:
        """As when somebody else forced a new token: the old one is refused from now on."""
        self.token = f"token-{int(self.token.split('-')[1]) + 1}"

    def bodies(self, path: str) -> list[dict[str, Any]]:
        return [json.loads(call.content) for call in self.calls if call.url.path == path]

    def refuse(self, path: str, errcode: int, errmsg: str = "no") -> None:
        self.answers[path] = lambda _: reply({"errcode": errcode, "errmsg": errmsg})

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("refused", request=request)
        if request.url.path == "/cgi-bin/stable_token":
            return await self._give_token(json.loads(request.content))
        self.calls.append(request)
        own_proof = request.url.path == "/sns/oauth2/access_token"
        if not own_proof and request.url.params.get("access_token") != self.token:
            return reply({"errcode": 40001, "errmsg": "invalid credential"})
        answer = self.answers.get(request.url.path)
        return answer(request) if answer else reply({"errcode": 0, "errmsg": "ok"})

    async def _give_token(self, body: dict[str, Any]) -> httpx.Response:
        self.asked.append(body)
        await asyncio.sleep(self.slow_s)
        if body["secret"] != self.secret:
            return reply({"errcode": 40125, "errmsg": "invalid appsecret"})
        if body["force_refresh"]:
            self.end_token()
        return reply({"access_token": self.token, "expires_in": self.lives_s})


def reply(body: dict[str, Any]) -> httpx.Response:
    """As WeChat writes it: JSON that says it is plain text."""
    content = json.dumps(body, ensure_ascii=False).encode()
    return httpx.Response(200, content=content, headers={"Content-Type": "text/plain"})


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@asynccontextmanager
async def opened(wechat: Answerer) -> AsyncIterator[WeChatApi]:
    """The account's interfaces."""
    settings = account_settings()
    async with wechat.client() as client:
        tokens = OwnToken(TokenServer(client, settings.appid, settings.app_secret))
        yield WeChatApi(client, tokens, settings)
