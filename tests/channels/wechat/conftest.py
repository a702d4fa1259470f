"""Worlds with a door to WeChat, and the door's database: on SQLite, or on each kind."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from channels.wechat import feed, working
from channels.wechat.database import MIGRATIONS
from tests.channels.gateway.conftest import prepare
from tests.channels.wechat.opening import Make, opened
from tests.channels.wechat.world import SOON_S, World
from tests.databases import KINDS, fresh_database


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "LOOK_EVERY_S", SOON_S)
    monkeypatch.setattr(working, "LOOK_EVERY_S", SOON_S)


@pytest_asyncio.fixture
async def make_world(tmp_path: Path) -> AsyncIterator[Make]:
    """Make a world with settings of one's own, on SQLite."""
    async with AsyncExitStack() as stack:

        async def make(**settings: Any) -> World:
            urls = stack.enter_context(_databases("sqlite", tmp_path))
            return await stack.enter_async_context(opened(urls, tmp_path, **settings))

        yield make


@pytest_asyncio.fixture
async def world(make_world: Make) -> World:
    """A world on SQLite."""
    return await make_world()


@pytest_asyncio.fixture(params=KINDS)
async def each_world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A world on SQLite, then one on PostgreSQL."""
    with _databases(request.param, tmp_path) as urls:
        async with opened(urls, tmp_path) as made:
            yield made


@pytest.fixture
async def talk(world: World) -> str:
    """A conversation that was begun."""
    return await world.talk()


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of the door, on each kind."""
    with fresh_database(request.param, tmp_path, asynchronous=True) as url:
        prepare(url, MIGRATIONS)
        yield url


@contextmanager
def _databases(kind: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Of the gateway and of the door."""
    one, other = folder / "gateway", folder / "door"
    one.mkdir()
    other.mkdir()
    with (
        fresh_database(kind, one, asynchronous=True) as gateway,
        fresh_database(kind, other, asynchronous=True) as door,
    ):
        yield gateway, door
