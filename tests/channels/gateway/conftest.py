"""A gateway on a fresh database, with a Rasa and a core that do as they are told."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy.engine import make_url

from channels.gateway.app import create_app
from channels.gateway.database import MIGRATIONS, migrate
from channels.gateway.settings import GatewaySettings
from messages import Act, ChoicesCard, Option, Outcome, TextCard, Trace, Turn
from tests.databases import KINDS, fresh_database

TRACE_TOKEN = "a-trace-token-for-tests"
AGENTS = {"小李": "desk-token-of-li-for-tests", "小王": "desk-token-of-wang-for-tests"}
NEWS_TOKEN = "core-to-gateway-for-tests"


class FakeRasa(httpx.AsyncBaseTransport):
    """Stands for Rasa's REST channel. Repeats what it heard, unless told otherwise."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.delay_s = 0.0
        self.down = False
        self.body: Any = None
        self.turn: Turn | None = None
        self.busy = 0
        self.most_at_once = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("refused", request=request)
        if request.url.path == "/webhooks/rest/":
            return httpx.Response(200, json={"version": "3.6.21"})
        message = json.loads(request.content)
        self.heard.append(message)
        self.busy += 1
        self.most_at_once = max(self.most_at_once, self.busy)
        try:
            await asyncio.sleep(self.delay_s)
        finally:
            self.busy -= 1
        if self.body is not None:
            return httpx.Response(200, json=self.body)
        turn = self.turn or say(f"听到了：{message['message']}")
        return httpx.Response(200, json=[{"custom": turn.model_dump(mode="json")}])

    @property
    def messages(self) -> list[str]:
        return [heard["message"] for heard in self.heard]


class FakeCore(httpx.AsyncBaseTransport):
    """Stands for core's vault. Away until it is told to be there; then it keeps and opens."""

    def __init__(self) -> None:
        self.away = True
        self.delay_s = 0.0
        self.answer: httpx.Response | None = None
        self.values: dict[str, dict[str, str]] = {}
        self.calls: list[tuple[str, Any]] = []
        self.tokens: list[str] = []

    def called(self, path: str) -> list[Any]:
        """The bodies that a path of the vault was called with."""
        return [body for called, body in self.calls if called == f"/v1/vault/{path}"]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.away:
            raise httpx.ConnectError("refused", request=request)
        await asyncio.sleep(self.delay_s)
        path = request.url.path
        content = await request.aread()
        json_body = request.headers["content-type"] == "application/json"
        self.calls.append((path, json.loads(content) if json_body else content))
        self.tokens.append(request.headers["authorization"])
        if self.answer is not None:
            return self.answer
        return httpx.Response(200, json=self._answer(path.rpartition("/")[2], self.calls[-1][1]))

    def _answer(self, what: str, body: Any) -> dict[str, Any]:
        if what == "tokens":
            one = [self.keep(body["session"], v["kind"], v["value"]) for v in body["values"]]
            return {"tokens": one}
        if what == "open":
            known = self.values.get(body["session"], {})
            return {"values": {t: known[t] for t in body["tokens"] if t in known}}
        return {"token": "[FILE_2]", "kind": "image/png", "size": len(body)}

    def keep(self, session: str, kind: str, value: str) -> str:
        """The token of a value; the first of a kind is number 1."""
        known = self.values.setdefault(session, {})
        of_kind = {token: v for token, v in known.items() if token.startswith(f"[{kind}_")}
        for token, kept in of_kind.items():
            if kept == value:
                return token
        token = f"[{kind}_{len(of_kind) + 1}]"
        known[token] = value
        return token


def say(text: str, outcome: Outcome = "answered", trace: Trace | None = None) -> Turn:
    """A turn of one text card."""
    return Turn(outcome=outcome, cards=[TextCard(text=text)], trace=trace or Trace())


def offer(*acts: Act) -> Turn:
    """A question back with an option for each act."""
    options = [Option(label=f"选项{n}", act=act) for n, act in enumerate(acts, 1)]
    return Turn(outcome="clarified", cards=[ChoicesCard(text="哪一个？", options=options)])


class Gateway:
    """A running gateway, its Rasa, core and settings; `client()` is one more browser."""

    def __init__(self, app: Any, rasa: FakeRasa, core: FakeCore, settings: GatewaySettings) -> None:
        self.app = app
        self.rasa = rasa
        self.core = core
        self.settings = settings
        self.store = app.state.services.store

    def client(self, **headers: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://gateway", headers=headers)


Make = Callable[..., Awaitable[Gateway]]


@asynccontextmanager
async def running(
    url: str, core: FakeCore | None = None, **settings: Any
) -> AsyncIterator[Gateway]:
    """A gateway on an existing, empty database."""
    defaults: dict[str, Any] = {
        "env": "test",
        "database_url": url,
        "secret_key": "a-secret-key-for-tests",
        "trace_token": TRACE_TOKEN,
        "core_token": "gateway-to-core-for-tests",
        "news_token": NEWS_TOKEN,
        "desk_agents": ",".join(f"{name}:{token}" for name, token in AGENTS.items()),
        "redis_url": "",
    }
    built = GatewaySettings(**(defaults | settings))
    prepare(url)
    rasa, core = FakeRasa(), core or FakeCore()
    app = create_app(built, rasa, core)
    try:
        yield Gateway(app, rasa, core, built)
    finally:
        await app.state.services.close()


def prepare(url: str, folder: Path = MIGRATIONS) -> None:
    """Migrate an empty database, by the migrations of the gateway or of one of its doors; on
    SQLite by copying one that was migrated before."""
    file = make_url(url).database
    if url.startswith("sqlite") and file:
        Path(file).write_bytes(_migrated_sqlite(folder))
    else:
        migrate(url, folder=folder)


@cache
def _migrated_sqlite(folder: Path) -> bytes:
    with TemporaryDirectory() as made:
        file = Path(made) / "empty.db"
        migrate(f"sqlite+aiosqlite:///{file}", folder=folder)
        return file.read_bytes()


@pytest_asyncio.fixture
async def make_gateway(tmp_path: Path) -> AsyncIterator[Make]:
    """Make a gateway with settings of one's own, on SQLite."""
    async with AsyncExitStack() as stack:

        async def make(**settings: Any) -> Gateway:
            url = stack.enter_context(fresh_database("sqlite", tmp_path, asynchronous=True))
            return await stack.enter_async_context(running(url, **settings))

        yield make


@pytest_asyncio.fixture
async def gateway(make_gateway: Make) -> Gateway:
    """A gateway on SQLite."""
    return await make_gateway()


@pytest_asyncio.fixture(params=KINDS)
async def each_gateway(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Gateway]:
    """A gateway on SQLite, then one on PostgreSQL."""
    with fresh_database(request.param, tmp_path, asynchronous=True) as url:
        async with running(url) as gateway:
            yield gateway
