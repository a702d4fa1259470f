"""One token for all processes: asked for once, renewed in time, sealed, replaced when refused."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr
from sqlalchemy import select, update

from channels.gateway.database import Database
from channels.wechat import access_token
from channels.wechat.access_token import AccessTokens
from channels.wechat.access_token_row import TokenRow
from channels.wechat.api_errors import Away, NoToken
from channels.wechat.base import Base
from channels.wechat.token_server import TokenServer
from channels.wechat.token_store import TokenStore
from tests.channels.wechat.answerer import APPID, SECRET, Answerer
from tests.databases import KINDS, fresh_database


class Processes:
    """Processes of the channel: each with a connection to the one database, and the server."""

    def __init__(self, url: str, stack: AsyncExitStack) -> None:
        self.url = url
        self.stack = stack
        self.wechat = Answerer()

    async def database(self) -> Database:
        database = Database(self.url)
        self.stack.push_async_callback(database.close)
        return database

    async def start(self, secret: str = SECRET) -> AccessTokens:
        client = await self.stack.enter_async_context(self.wechat.client())
        server = TokenServer(client, APPID, SecretStr(secret))
        return AccessTokens(server, TokenStore(await self.database(), APPID, SecretStr(secret)))

    async def row(self) -> TokenRow:
        async with (await self.database()).read() as session:
            return (await session.scalars(select(TokenRow))).one()

    async def change_row(self, **values: Any) -> None:
        async with (await self.database()).write() as session:
            await session.execute(update(TokenRow).values(**values))


@pytest_asyncio.fixture(params=KINDS)
async def processes(request: Any, tmp_path: Path) -> AsyncIterator[Processes]:
    with fresh_database(request.param, tmp_path, asynchronous=True) as url:
        async with AsyncExitStack() as stack:
            made = Processes(url, stack)
            async with (await made.database()).engine.begin() as connection:
                await connection.run_sync(Base.metadata.create_all)
            yield made


async def test_many_tasks_of_two_processes_ask_once(processes: Processes) -> None:
    processes.wechat.slow_s = 0.2
    one, two = await processes.start(), await processes.start()
    tokens = await asyncio.gather(*(tokens.get() for tokens in [one, two] * 40))
    assert set(tokens) == {"token-1"}
    assert len(processes.wechat.asked) == 1
    assert processes.wechat.asked[0]["force_refresh"] is False


async def test_a_new_process_uses_the_token_that_is_kept(processes: Processes) -> None:
    await (await processes.start()).get()
    assert await (await processes.start()).get() == "token-1"
    assert len(processes.wechat.asked) == 1


async def test_the_token_is_sealed_at_rest(processes: Processes) -> None:
    await (await processes.start()).get()
    row = await processes.row()
    assert row.sealed is not None and "token-1" not in row.sealed
    assert row.lease_until is None


async def test_another_app_secret_cannot_open_it_and_asks_anew(processes: Processes) -> None:
    await (await processes.start()).get()
    processes.wechat.secret = "another-app-secret"
    assert await (await processes.start("another-app-secret")).get() == "token-1"
    assert len(processes.wechat.asked) == 2


async def test_it_is_renewed_before_its_end_once(processes: Processes) -> None:
    one, two = await processes.start(), await processes.start()
    await one.get()
    await processes.change_row(expires_at=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=3))
    one, two = await processes.start(), await processes.start()
    processes.wechat.end_token()
    processes.wechat.slow_s = 0.2
    given = await asyncio.gather(*(tokens.get() for tokens in [one, two] * 20))
    assert set(given) <= {"token-1", "token-2"}  # the old one is still good
    assert "token-2" in given
    assert await one.get() == await two.get() == "token-2"
    assert len(processes.wechat.asked) == 2


async def test_the_old_one_is_used_while_another_process_renews(processes: Processes) -> None:
    await (await processes.start()).get()
    now = dt.datetime.now(dt.UTC)
    await processes.change_row(
        expires_at=now + dt.timedelta(minutes=1), lease_until=now + dt.timedelta(minutes=1)
    )
    assert await (await processes.start()).get() == "token-1"
    assert len(processes.wechat.asked) == 1


async def test_the_old_one_is_used_when_wechat_is_away(processes: Processes) -> None:
    await (await processes.start()).get()
    await processes.change_row(expires_at=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1))
    processes.wechat.down = True
    assert await (await processes.start()).get() == "token-1"


async def test_a_refused_token_is_replaced_once(processes: Processes) -> None:
    one, two = await processes.start(), await processes.start()
    assert await one.get() == await two.get() == "token-1"
    processes.wechat.end_token()
    given = await asyncio.gather(*(tokens.get(refused="token-1") for tokens in [one, two] * 20))
    assert set(given) == {"token-2"}
    assert len(processes.wechat.asked) == 2


async def test_a_token_that_wechat_gives_again_is_forced_once(processes: Processes) -> None:
    tokens = await processes.start()
    await tokens.get()
    assert await tokens.get(refused="token-1") == "token-2"
    assert [one["force_refresh"] for one in processes.wechat.asked] == [False, False, True]
    assert await tokens.get(refused="token-2") == "token-2"  # not by force again so soon
    assert [one["force_refresh"] for one in processes.wechat.asked].count(True) == 1


async def test_a_wrong_app_secret_says_so_and_frees_the_lease(processes: Processes) -> None:
    tokens = await processes.start("wrong")
    for _ in range(2):
        with pytest.raises(NoToken) as caught:
            await tokens.get()
        assert caught.value.errcode == 40125
    assert (await processes.row()).lease_until is None


async def test_a_dead_holder_of_the_lease_is_waited_for_and_replaced(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = await processes.start()
    await tokens.get()
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=0.5)
    await processes.change_row(sealed=None, lease_until=soon)
    assert await (await processes.start()).get() == "token-1"
    assert len(processes.wechat.asked) == 2
    later = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)
    await processes.change_row(sealed=None, lease_until=later)
    monkeypatch.setattr(access_token, "WAIT_S", 0.3)
    with pytest.raises(Away):
        await (await processes.start()).get()


async def test_a_server_that_hangs_is_given_up(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_token, "ASK_S", 0.05)
    processes.wechat.slow_s = 5
    with pytest.raises(Away):
        await (await processes.start()).get()
    assert (await processes.row()).lease_until is None
