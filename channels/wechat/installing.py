"""Putting the door together: its parts, its routes, and what runs while the gateway serves."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI

from channels.gateway.database import Database
from channels.gateway.doors import Door
from channels.gateway.services import Services
from channels.gateway.settings import GatewaySettings
from channels.voice.choice import recogniser_of
from channels.voice.settings import VoiceSettings
from channels.wechat.addresses import Addresses
from channels.wechat.api import WeChatApi, open_api
from channels.wechat.binding import Binding
from channels.wechat.callback import Callback
from channels.wechat.dispatch import Dispatch
from channels.wechat.door import wechat_door
from channels.wechat.feed import Feed
from channels.wechat.inbox import Inbox
from channels.wechat.media import Media
from channels.wechat.mini_program import read_mini_program
from channels.wechat.outbox import Outbox
from channels.wechat.pages import Pages
from channels.wechat.purging import purge
from channels.wechat.receiving.envelope import Envelope
from channels.wechat.secrets import Keys
from channels.wechat.seen import Seen
from channels.wechat.sending import Sending
from channels.wechat.settings import WeChatSettings
from channels.wechat.showing import Showing
from channels.wechat.slots import Slots
from channels.wechat.templates import Templates
from channels.wechat.turns import Pace, Turns
from channels.wechat.users import Users
from channels.wechat.working import Crew

log = logging.getLogger("luoxiaozheng.wechat")


def install(
    app: FastAPI,
    services: Services,
    gateway: GatewaySettings,
    settings: WeChatSettings | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> AbstractAsyncContextManager[None] | None:
    """Mount the routes; what to enter while serving. None, and nothing is mounted, where there is
    no account. `transport` replaces the network to WeChat."""
    settings = settings or WeChatSettings()
    if not settings.enabled:
        return None
    parts = _Parts.of(services, gateway, settings)
    app.include_router(parts.callback.router())
    app.include_router(parts.pages.router())
    return parts.running(transport)


@dataclass
class _Parts:
    """What the routes and the background work share."""

    settings: WeChatSettings
    database: Database
    services: Services
    keys: Keys
    seen: Seen
    inbox: Inbox
    outbox: Outbox
    slots: Slots
    users: Users
    addresses: Addresses
    showing: Showing
    binding: Binding
    pace: Pace
    door: Door
    callback: Callback
    pages: Pages

    @classmethod
    def of(cls, services: Services, gateway: GatewaySettings, settings: WeChatSettings) -> "_Parts":
        database = Database(settings.url)
        keys = Keys(gateway.secret_key.get_secret_value())
        seen = Seen(settings.redis_url)
        inbox, outbox, slots = Inbox(database, keys, seen), Outbox(database, keys), Slots()
        users = Users(database, services, keys)
        addresses = Addresses(keys, settings.public_url.rstrip("/"))
        showing = Showing(services, addresses, read_mini_program(settings.mini_program_file))
        binding = Binding(database, services, addresses, outbox)
        pace, door = Pace(), wechat_door(settings.turn_timeout_s)
        services.doors.add(door)
        envelope = Envelope(
            settings.token.get_secret_value(),
            settings.aes_key.get_secret_value(),
            settings.appid,
            settings.mode,
        )
        callback = Callback(
            envelope,
            inbox,
            outbox,
            slots,
            showing,
            users,
            pace,
            settings.workers,
            settings.passive_within_s,
        )
        pages = Pages(settings, gateway, services, users, addresses, binding, keys)
        return cls(
            settings,
            database,
            services,
            keys,
            seen,
            inbox,
            outbox,
            slots,
            users,
            addresses,
            showing,
            binding,
            pace,
            door,
            callback,
            pages,
        )

    @asynccontextmanager
    async def running(self, transport: httpx.AsyncBaseTransport | None) -> AsyncIterator[None]:
        """Everything that goes on beside the requests."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.database.close)
            stack.push_async_callback(self.seen.close)
            opened = open_api(self.settings, self.database, transport)
            api = await stack.enter_async_context(opened)
            self.pages.api = self.callback.api = api
            tasks = [asyncio.create_task(one) for one in await self._work(api)]
            stack.push_async_callback(_stop, tasks)
            yield

    async def _work(self, api: WeChatApi) -> list[Coroutine[Any, Any, None]]:
        voice = VoiceSettings()
        names = [guide.short_name for guide in (await self.services.shelf.guides()).values()]
        media = Media(api, self.services, recogniser_of(voice, names), voice.sure_above)
        sending = Sending(
            Dispatch(self.outbox),
            self.users,
            self.showing,
            api,
            Templates(self.settings.templates_file),
            self.settings.kf_account,
            Crew(self.settings.send_workers),
        )
        turns = Turns(
            self.services,
            self.inbox,
            self.outbox,
            self.slots,
            self.users,
            self.showing,
            sending,
            media,
            self.binding,
            self.pace,
            self.door,
        )
        feed = Feed(self.services, self.outbox, self.users, self.binding)
        return [
            self.inbox.run(),
            self.inbox.beat(),
            self.inbox.count(),
            feed.run(),
            purge(self.database),
            turns.run(self.settings.workers),
            sending.run(),
        ]


async def _stop(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task
