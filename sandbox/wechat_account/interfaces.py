"""How an interface is called: its token, its JSON, its faults.

https://developers.weixin.qq.com/doc/service/guide/dev/error.html lists the general error codes.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request, Response

from sandbox.wechat_account.store import Document
from sandbox.wechat_account.world import World

OK: Document = {"errcode": 0, "errmsg": "ok"}
_ESCAPE = re.compile(rb"(?<!\\)\\u")
Answer = Callable[[World, Request, Document], Document | Response]


class Fault(Exception):
    """An answer that is no."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code, self.message = code, message


def interface(
    world: World, answer: Answer, *, with_token: bool = True
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint. Faults are answered with HTTP 200 and an errcode, as WeChat does."""

    async def endpoint(request: Request) -> Response:
        if world.failures.slow_s:
            await asyncio.sleep(world.failures.slow_s)
        if world.failures.take("broken"):
            return Response("<html>502 Bad Gateway</html>", 502, media_type="text/html")
        try:
            if world.failures.take("busy"):
                raise Fault(-1, "system error")
            if with_token:
                fault = world.tokens.fault(request.query_params.get("access_token"))
                if fault:
                    raise Fault(*fault)
            told = answer(world, request, await _asked(request))
        except Fault as no:
            told = {"errcode": no.code, "errmsg": f"{no.message} rid: sandbox"}
        return told if isinstance(told, Response) else as_json(told)

    return endpoint


def as_json(told: Document, media_type: str = "application/json; encoding=utf-8") -> Response:
    return Response(json.dumps(told, ensure_ascii=False).encode(), media_type=media_type)


async def _asked(request: Request) -> Document:
    """The body's JSON. WeChat does not resolve \\uXXXX: the reader sees the escapes."""
    if request.method != "POST" or "multipart" in request.headers.get("content-type", ""):
        return {}
    raw = await request.body()
    try:
        asked: Any = json.loads(_ESCAPE.sub(rb"\\\\u", raw)) if raw else {}
    except ValueError as error:
        raise Fault(47001, "data format error") from error
    if not isinstance(asked, dict):
        raise Fault(47001, "data format error")
    return asked


def text_of(asked: Document, name: str) -> str:
    """A text that must be there. 47003 otherwise."""
    value = asked.get(name)
    if not isinstance(value, str) or not value:
        raise Fault(47003, f"argument invalid! {name}")
    return value


def part_of(asked: Document, name: str) -> Document:
    """An object that must be there. 47003 otherwise."""
    value = asked.get(name)
    if not isinstance(value, dict):
        raise Fault(47003, f"argument invalid! {name}")
    return value
