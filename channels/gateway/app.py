"""The gateway as an ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from channels.gateway.middleware import BodyLimit, SecurityHeaders
from channels.gateway.routes import (
    cases,
    chat,
    conversations,
    events,
    feedback,
    guides,
    health,
    my_data,
    news,
    sign_in,
    uploads,
)
from channels.gateway.services import build
from channels.gateway.settings import GatewaySettings
from service import problems


def create_app(
    settings: GatewaySettings | None = None,
    rasa: httpx.AsyncBaseTransport | None = None,
    core: httpx.AsyncBaseTransport | None = None,
) -> FastAPI:
    """Build the service; `rasa` and `core` replace the network to them, for tests.

    Run the migrations first: `channels.gateway.database.migrate(settings.url)`.
    """
    settings = settings or GatewaySettings()
    services = build(settings, rasa, core)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
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
        events,
        feedback,
        guides,
        health,
        my_data,
        news,
        sign_in,
        uploads,
    ):
        app.include_router(routes.router)
    if settings.web_dir.is_dir():
        app.mount("/", StaticFiles(directory=settings.web_dir, html=True), name="web")
    return app
