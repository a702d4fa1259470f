"""What tests ask of the sandbox: users, what they do and got, what shall go wrong.

Answered to this machine only.
"""

import asyncio
import secrets
from typing import Annotated

import httpx
from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from sandbox.wechat_account import sealing
from sandbox.wechat_account.actions import Action, Impossible, perform
from sandbox.wechat_account.delivery import Delivery, Post
from sandbox.wechat_account.failures import Failures
from sandbox.wechat_account.store import Document, User
from sandbox.wechat_account.waiting import arrived
from sandbox.wechat_account.world import World

LOOPBACK = {"127.0.0.1", "::1", "testclient"}


class Person(BaseModel):
    """A user to be made or changed."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=40)
    follows: bool = True
    refuses: bool = False


class Sent(BaseModel):
    """What became of an action: every try, and what the user got meanwhile."""

    deliveries: list[Delivery]
    received: list[Document]


def only_here(request: Request) -> None:
    if request.client is None or request.client.host not in LOOPBACK:
        raise HTTPException(403)


def router(world: World, post: Post) -> APIRouter:
    routes = APIRouter(prefix="/admin", dependencies=[Depends(only_here)])

    @routes.post("/users")
    async def put_user(person: Person) -> Document:
        """Silently, without an event to the account's server."""
        user = world.store.user(person.name)
        user.follows, user.refuses = person.follows, person.refuses
        return _told(user)

    @routes.get("/users")
    async def users() -> list[Document]:
        return [_told(one) for one in world.store.users.values()]

    @routes.post("/users/{name}/send")
    async def send(name: str, action: Action, wait: bool = True) -> Sent:
        """With wait=false the message is sent while the caller goes on."""
        user = world.store.user(name)
        before = user.last
        try:
            tasks = [post.begin(user, fields) for fields in perform(world, user, action)]
        except Impossible as no:
            raise HTTPException(409, str(no)) from no
        deliveries = list(await asyncio.gather(*tasks)) if wait else []
        return Sent(deliveries=deliveries, received=list(filter(_is_got, user.after(before))))

    @routes.get("/users/{name}/received")
    async def received(
        name: str,
        after: int = 0,
        at_least: int = 0,
        wait_s: Annotated[float, Query(ge=0, le=120)] = 0,
        via: str = "",
    ) -> list[Document]:
        """What came after an item's id, once there are `at_least` or the time is over."""
        user = world.store.user(name)
        return await arrived(
            user,
            after,
            at_least,
            wait_s,
            lambda item: _is_got(item) and via in ("", item["via"]),
        )

    @routes.get("/users/{name}/quota")
    async def quota(name: str) -> Document:
        return world.store.user(name).quotas.told(world.now)

    @routes.post("/verify")
    async def verify() -> dict[str, bool]:
        return {"ok": await _verify(world)}

    @routes.get("/deliveries")
    async def deliveries() -> list[Delivery]:
        return list(post.deliveries)

    @routes.post("/settle")
    async def settle() -> dict[str, bool]:
        """Answered when nothing is under way."""
        await post.settle()
        return {"ok": True}

    @routes.get("/failures")
    async def read_failures() -> Failures:
        return world.failures

    @routes.post("/failures")
    async def set_failures(wanted: Failures) -> Failures:
        world.failures = wanted
        return wanted

    @routes.get("/tokens")
    async def tokens() -> dict[str, int]:
        return {"made": world.tokens.made}

    @routes.post("/tokens/kill")
    async def kill_tokens() -> dict[str, bool]:
        world.tokens.kill()
        return {"ok": True}

    @routes.post("/clear")
    async def clear() -> dict[str, bool]:
        await post.stop()
        world.store.clear()
        post.deliveries.clear()
        world.failures = Failures()
        return {"ok": True}

    return routes


async def _verify(world: World) -> bool:
    """GET with echostr (验证消息的确来自微信服务器), as the console does when the address is saved.
    https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Access_Overview.html"""
    stamp, nonce, echo = str(int(world.now)), secrets.token_hex(5), str(secrets.randbelow(10**19))
    token = world.settings.token.get_secret_value()
    query = {
        "signature": sealing.signature(token, stamp, nonce),
        "timestamp": stamp,
        "nonce": nonce,
        "echostr": echo,
    }
    try:
        answer = await world.http.get(world.settings.callback_url, params=query, timeout=5)
    except httpx.HTTPError:
        return False
    return answer.status_code == 200 and answer.text == echo


def _told(user: User) -> Document:
    about = {"name": user.name, "openid": user.openid}
    return about | {"follows": user.follows, "refuses": user.refuses, "last": user.last}


def _is_got(item: Document) -> bool:
    return bool(item["side"] == "account")
