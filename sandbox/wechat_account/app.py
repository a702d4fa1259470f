"""The sandbox for WeChat as an ASGI application."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

from sandbox.wechat_account import admin, api, oauth, paying, phone
from sandbox.wechat_account.delivery import Post
from sandbox.wechat_account.settings import AccountSettings
from sandbox.wechat_account.world import make_world


def create_app(
    settings: AccountSettings | None = None,
    clock: Callable[[], float] = time.time,
    transport: httpx.AsyncBaseTransport | None = None,
) -> FastAPI:
    """Build the sandbox. `clock` gives seconds since 1970; `transport` replaces the network on
    which messages go out."""
    world = make_world(settings or AccountSettings(), clock, transport)
    post = Post(world)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        world.store.start()
        yield
        await post.stop()
        await world.store.stop()
        await world.http.aclose()

    app = FastAPI(
        title="沙盒微信", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    app.state.world, app.state.post = world, post
    for routes in (
        api.router(world, post),
        oauth.router(world),
        paying.router(world),
        phone.router(world, post),
        admin.router(world, post),
    ):
        app.include_router(routes)

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    return app
