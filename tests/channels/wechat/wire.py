"""An ASGI application as a server would run it: a caller that hangs up does not stop the work."""

import asyncio

import httpx
from starlette.types import ASGIApp


class Wire(httpx.AsyncBaseTransport):
    """The network to one application. What it raises is answered with 500."""

    def __init__(self, app: ASGIApp) -> None:
        self._inner = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._tasks: set[asyncio.Task[httpx.Response]] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        task = asyncio.create_task(self._inner.handle_async_request(request))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)
