"""What a rush on the official account costs: 200 messages a second from 2,000 users for 30 s.

    python -m bench.wechat [--rate N] [--users N] [--seconds N] [--out FOLDER]

The whole product runs; this process plays WeChat's server: it signs and encrypts as WeChat does,
waits five seconds for each answer, and takes customer-service messages. Each user asks several
things; what came back is compared with what was asked, in order. The rival in the same run is the
web's way, where the asker waits on the line for four seconds. Writes wechat.md and wechat.json.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import uvicorn
from wechatpy.crypto import WeChatCrypto

from bench.wechat.asking import as_wechat, at_rate, post
from bench.wechat.counting import ASKED, counted, spread
from bench.wechat.report import report, setting
from bench.wechat.server import Message, WeChat, opened, seal
from channels.wechat.settings import DEVELOPMENT_APPID, DEVELOPMENT_SECRETS
from tests.stack import HEADERS, ROOT, Stack, free_ports

WEB_SECONDS = 10
PATIENCE_S = 2400


def main() -> None:
    given = arguments()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(given, Path(folder)))
    given.out.mkdir(parents=True, exist_ok=True)
    written = json.dumps(found, ensure_ascii=False, indent=1)
    (given.out / "wechat.json").write_text(written + "\n", encoding="utf-8")
    (given.out / "wechat.md").write_text(report(found), encoding="utf-8")
    print(report(found), flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rate", type=int, default=200, help="messages a second")
    parser.add_argument("--users", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks")
    return parser.parse_args()


async def measure(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    port = free_ports(1)[0]
    wechat = WeChat()
    config = uvicorn.Config(wechat.app(), port=port, log_level="error")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    stack = Stack(folder)
    stack.variables["LXZ_WECHAT_API_URL"] = f"http://127.0.0.1:{port}"
    await asyncio.to_thread(stack.start)
    try:
        messages = await rush(stack, wechat, given)
        drained = await drain(wechat, messages)
        found = counted(messages, wechat, drained)
        print(f"wechat: {found}", flush=True)
        web = await rush_on_the_web(stack, given.rate)
        return {"setting": setting(given), "web": web, "wechat": found}
    finally:
        await asyncio.to_thread(stack.stop)
        server.should_exit = True
        await serving


async def rush_on_the_web(stack: Stack, rate: int) -> dict[str, Any]:
    """The same rush on POST /api/chat, for a third of the time: how many were answered."""
    outcomes: Counter[str] = Counter()
    took: list[float] = []

    async def ask(number: int) -> None:
        began = time.perf_counter()
        body = json.dumps({"text": ASKED[number % len(ASKED)][0]}).encode()
        headers = HEADERS | {"Content-Type": "application/json"}
        try:
            reply = await post(stack.url, "/api/chat", body, 30, headers)
            answered = json.loads(reply.content).get("outcome") == "answered"
            outcomes["answered" if answered else "failed"] += 1
        except (OSError, TimeoutError, ValueError):
            outcomes["no answer"] += 1
        took.append(time.perf_counter() - began)

    await at_rate(rate, rate * WEB_SECONDS, ask)
    return {"sent": rate * WEB_SECONDS, "outcomes": dict(outcomes), "seconds": spread(took)}


async def rush(stack: Stack, wechat: WeChat, given: argparse.Namespace) -> list[Message]:
    crypto = WeChatCrypto(
        DEVELOPMENT_SECRETS["token"], DEVELOPMENT_SECRETS["aes_key"], DEVELOPMENT_APPID
    )
    count = given.rate * given.seconds
    sealed = [
        seal(crypto, n % given.users, ASKED[n // given.users % len(ASKED)][0], n)
        for n in range(count)
    ]
    messages: list[Message] = []
    wechat.began = time.perf_counter()

    async def send(number: int) -> None:
        message = Message(number % given.users, number // given.users, wechat.now())
        messages.append(message)
        reply = await as_wechat(stack.url, *sealed[number])
        if reply is None:
            return
        message.status, message.acknowledged = reply.status, wechat.now()
        if reply.content:
            words = opened(crypto, reply.content)
            message.told_to_wait = words.startswith("您的话收到了")
            if not message.told_to_wait:
                wechat.came(message.user, "passive", words)

    await at_rate(given.rate, count, send)
    return messages


def silent(*_words: object, **_how: object) -> None:
    """Where nobody looks at a progress line."""


async def drain(wechat: WeChat, messages: list[Message]) -> float:
    """Wait until everybody has an answer to each message; when the last one came."""
    while sum(map(len, wechat.answers.values())) < len(messages) and wechat.now() < PATIENCE_S:
        show = print if sys.stderr.isatty() else silent
        show(
            f"\r{sum(map(len, wechat.answers.values()))} of {len(messages)} answered, "
            f"{wechat.now():.0f} s",
            end="",
            file=sys.stderr,
        )
        await asyncio.sleep(2)
    return max((when for got in wechat.answers.values() for when, _, _ in got), default=0.0)


if __name__ == "__main__":
    main()
