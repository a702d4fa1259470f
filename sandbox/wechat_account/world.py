"""What every part of the sandbox works with."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from sandbox.wechat_account.failures import Failures
from sandbox.wechat_account.media import Media
from sandbox.wechat_account.settings import AccountSettings
from sandbox.wechat_account.store import Store
from sandbox.wechat_account.tokens import Tokens


@dataclass
class World:
    """One account and all its users. `http` carries what leaves the sandbox."""

    settings: AccountSettings
    store: Store
    media: Media
    tokens: Tokens
    http: httpx.AsyncClient
    clock: Callable[[], float] = time.time
    failures: Failures = field(default_factory=Failures)

    @property
    def now(self) -> float:
        return self.clock()


def make_world(
    settings: AccountSettings,
    clock: Callable[[], float] = time.time,
    transport: httpx.AsyncBaseTransport | None = None,
) -> World:
    """`clock` gives seconds since 1970; `transport` replaces the network."""
    limits = httpx.Limits(max_connections=500, max_keepalive_connections=100)
    return World(
        settings,
        Store(settings.folder / "state.json", settings.appid, clock),
        Media(settings.folder / "media"),
        Tokens(settings, clock),
        httpx.AsyncClient(transport=transport, trust_env=False, limits=limits, timeout=30),
        clock,
    )
