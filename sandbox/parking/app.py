"""The sandbox's parking feed as an ASGI application."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from sandbox.parking.parks import feed, make_parks


def create_app(now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)) -> FastAPI:
    """Serve GET /parks and GET /health."""
    app = FastAPI(title="sandbox parking", openapi_url=None, docs_url=None, redoc_url=None)
    places = make_parks()

    @app.get("/parks")
    def parks() -> dict[str, Any]:
        return feed(places, now())

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    return app
