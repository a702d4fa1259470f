"""The gateway as an ASGI application."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import httpx
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from channels.gateway import door_modules
from channels.gateway.middleware import BodyLimit, SecurityHeaders
from channels.gateway.routes import (
    cases,
    chat,
    conversations,
    desk,
    desk_api,
    events,
    feedback,
    guides,
    health,
    my_data,
    news,
    payments,
    sign_in,
    uploads,
)
from channels.gateway.services import build, utc_now
from channels.gateway.settings import GatewaySettings
from service import problems


def create_app(
    settings: GatewaySettings | None = None,
    rasa: httpx.AsyncBaseTransport | None = None,
    core: httpx.AsyncBaseTransport | None = None,
    clock: Callable[[], dt.datetime] = utc_now,
) -> FastAPI:
    """Build the service; `rasa`, `core` replace the network to them, `clock` the desk's time.

    Run the migrations first: `channels.gateway.database.migrate(settings.url)` and those of the
    doors, `channels.gateway.door_modules.migrate(settings)`.
    """
    settings = settings or GatewaySettings()
    services = build(settings, rasa, core, clock)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        sweeping = asyncio.create_task(services.sweeper.run())
        async with AsyncExitStack() as stack:
            for door in doors:
                await stack.enter_async_context(door)
            yield
        sweeping.cancel()
        with suppress(asyncio.CancelledError):
            await sweeping
        await services.close()

    app = FastAPI(
        title="罗小政 gateway",
        version="1",
        description="Talk to 罗小政. Errors are problem JSON (RFC 9457).",
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.services = services
    problems.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    for routes in (
        cases,
        chat,
        conversations,
        desk,
        desk_api,
        events,
        feedback,
        guides,
        health,
        my_data,
        news,
        payments,
        sign_in,
        uploads,
    ):
        app.include_router(routes.router)
    doors = door_modules.install(app, services, settings)
    if settings.web_dir.is_dir():
        app.mount("/", StaticFiles(directory=settings.web_dir, html=True), name="web")
    return app
