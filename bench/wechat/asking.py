"""Requests at a rate, each on a connection of its own."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Answer:
    status: int
    content: bytes


async def as_wechat(url: str, query: dict[str, str], body: str) -> Answer | None:
    """Three tries of five seconds, as WeChat makes them."""
    path = f"/wechat/callback?{urlencode(query)}"
    for _ in range(3):
        try:
            return await post(url, path, body.encode(), 5, {"Content-Type": "text/xml"})
        except (OSError, TimeoutError):
            continue
    return None


async def post(
    url: str, path: str, body: bytes, seconds: float, headers: Mapping[str, str]
) -> Answer:
    """One request on a connection of its own. A client with a pool spends more on choosing among
    a thousand open connections than the gateway spends on the requests."""
    to = urlsplit(url)
    async with asyncio.timeout(seconds):
        reader, writer = await asyncio.open_connection(to.hostname, to.port)
        lines = [f"POST {path} HTTP/1.1", f"Host: {to.netloc}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines += [f"Content-Length: {len(body)}", "", ""]
        writer.write("\r\n".join(lines).encode() + body)
        try:
            answer = await reader.read()
        finally:
            writer.close()
    head, _, content = answer.partition(b"\r\n\r\n")
    if not head:
        raise ConnectionError("closed without an answer")
    return Answer(int(head.split(b" ", 2)[1]), content)


async def at_rate(rate: int, count: int, do: Callable[[int], Awaitable[None]]) -> None:
    """Begin `rate` a second, whatever the others are doing; until all are done."""
    began = time.perf_counter()
    tasks = []
    for number in range(count):
        wait = began + number / rate - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        tasks.append(asyncio.create_task(do(number)))
    await asyncio.gather(*tasks)
