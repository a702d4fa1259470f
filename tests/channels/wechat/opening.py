"""Opening a world: both applications on empty databases, wired to each other."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from channels.gateway.database import Database
from channels.wechat.database import MIGRATIONS
from channels.wechat.installing import install
from channels.wechat.settings import WeChatSettings
from sandbox.wechat_account.app import create_app
from sandbox.wechat_account.settings import AccountSettings
from tests.channels.gateway.conftest import prepare, running
from tests.channels.wechat.core import Core
from tests.channels.wechat.wire import Wire
from tests.channels.wechat.world import GATEWAY, WECHAT, World

CALLBACK = f"{GATEWAY}/wechat/callback"
Make = Callable[..., Awaitable[World]]


@asynccontextmanager
async def opened(urls: tuple[str, str], folder: Path, **changed: Any) -> AsyncIterator[World]:
    """A world on empty databases of the gateway and the door. `retry_after_s` and `mode` are told
    to both sides."""
    patient = {"retry_after_s": changed.pop("retry_after_s", 5.0)}
    mode = changed.get("mode", "safe")
    settings = door_settings(urls[1], folder, **changed)
    prepare(urls[1], MIGRATIONS)
    core = Core()
    plain: dict[str, Any] = {
        "doors": "",
        "web_dir": folder / "none",
        "limit_conversation": "10000/minute",
    }
    plain["limit_address"] = "10000/minute"
    async with running(urls[0], core, **plain) as gateway:
        told = AccountSettings(
            _env_file=None,
            env="test",
            var_dir=folder / "account",
            url=WECHAT,
            callback_url=CALLBACK,
            web_hosts="gateway",
            mode=mode,
            **patient,
        )
        account = create_app(told, transport=Wire(gateway.app))
        services = gateway.app.state.services
        door = install(gateway.app, services, gateway.settings, settings, Wire(account))
        assert door is not None
        database = Database(settings.url)
        world = World(gateway, core, account, database)
        try:
            async with door:
                yield world
        finally:
            await account.state.post.stop()
            for one in (world.wechat, world.door, account.state.world.http):
                await one.aclose()
            await database.close()


def door_settings(url: str, folder: Path, **changed: Any) -> WeChatSettings:
    """The door's settings, for the sandbox's account."""
    given: dict[str, Any] = {
        "env": "development",
        "var_dir": folder,
        "api_url": WECHAT,
        "authorize_url": WECHAT,
        "js_url": f"{WECHAT}/open/js/bridge.js",
        "database_url": url,
        "public_url": GATEWAY,
        "passive_within_s": 3.0,
    }
    return WeChatSettings(_env_file=None, **(given | changed))
