"""WeChat's browser on somebody's phone, and the links that came to it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape

import httpx

from channels.wechat.addresses import Addresses
from channels.wechat.secrets import Keys
from tests.channels.wechat.wire import Wire
from tests.channels.wechat.world import GATEWAY, WECHAT, WHO, World

_HREF = re.compile(r'<a href="([^"]+)"')


@asynccontextmanager
async def browser(world: World, who: str = WHO) -> AsyncIterator[httpx.AsyncClient]:
    """Follows redirects between the gateway and the sandbox."""
    mounts = {GATEWAY: Wire(world.gateway.app), WECHAT: Wire(world.account)}
    async with httpx.AsyncClient(mounts=mounts, follow_redirects=True, timeout=30) as made:
        assert (await made.get(f"{WECHAT}/phone", params={"user": who})).status_code == 200
        yield made


def hrefs(text: str) -> list[str]:
    """Where the links in a message or a page lead."""
    return [unescape(one) for one in _HREF.findall(text)]


async def link(world: World, to: str) -> str:
    """A link for the only user, as cards have them."""
    keys = Keys(world.gateway.settings.secret_key.get_secret_value())
    return Addresses(keys, GATEWAY).link((await world.user()).id, to)
