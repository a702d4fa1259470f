"""What a rush on the official account costs: 200 messages a second from 2,000 users for 30 s.

    python -m bench.wechat [--rate N] [--users N] [--seconds N] [--out FOLDER]

The whole product runs; this process plays WeChat's server: it signs and encrypts as WeChat does,
waits five seconds for each answer, and takes customer-service messages. Each user asks several
things; what came back is compared with what was asked, in order. The rival in the same run is the
web's way, where the asker waits on the line for four seconds. Writes wechat.md and wechat.json.
"""

import argparse
import asyncio
import datetime as dt
import json
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import uvicorn
from defusedxml.ElementTree import fromstring
from fastapi import FastAPI, Request
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner

from channels.wechat.settings import DEVELOPMENT_APPID, DEVELOPMENT_SECRETS
from tests.stack import HEADERS, ROOT, Stack, free_ports

ASKED = (
    ("居住证怎么办", "居住"),
    ("高龄津贴每月多少钱", "高龄"),
    ("身份证丢了怎么补办", "身份证"),
    ("失业登记怎么办理", "失业"),
    ("社保卡丢了怎么补", "社保卡"),
)
"""What is asked in turn, and a word of its answer alone."""
WEB_SECONDS = 10
PATIENCE_S = 2400
VERSIONS = ("fastapi", "uvicorn", "sqlalchemy", "wechatpy")


@dataclass(frozen=True)
class Answer:
    status: int
    content: bytes


@dataclass
class Message:
    """One message on its way; seconds since the rush began."""

    user: int
    turn: int
    sent: float
    acknowledged: float | None = None
    told_to_wait: bool = False
    status: int = 0


@dataclass
class WeChat:
    """WeChat's server, as far as a rush needs it."""

    began: float = 0.0
    answers: dict[int, list[tuple[float, str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """By user: when, passive or service, the words."""

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/cgi-bin/stable_token")
        async def token() -> dict[str, Any]:
            return {"access_token": secrets.token_hex(32), "expires_in": 7200}

        @app.post("/cgi-bin/message/custom/send")
        async def send(request: Request) -> dict[str, Any]:
            sent = json.loads(await request.body())
            words = sent.get("text", {}).get("content") or sent["msgmenu"]["head_content"]
            self.came(int(sent["touser"].removeprefix("bench-")), "service", words)
            return {"errcode": 0, "errmsg": "ok"}

        return app

    def now(self) -> float:
        return time.perf_counter() - self.began

    def came(self, user: int, way: str, words: str) -> None:
        self.answers[user].append((self.now(), way, words))


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
    sealed = [seal(crypto, n % given.users, n // given.users, n) for n in range(count)]
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


async def at_rate(rate: int, count: int, do: Any) -> None:
    """Begin `rate` a second, whatever the others are doing; until all are done."""
    began = time.perf_counter()
    tasks = []
    for number in range(count):
        wait = began + number / rate - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        tasks.append(asyncio.create_task(do(number)))
    await asyncio.gather(*tasks)


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


def seal(crypto: WeChatCrypto, user: int, turn: int, number: int) -> tuple[dict[str, str], str]:
    """The address's parameters and the body of one message, in safe mode."""
    stamp, nonce = str(int(time.time())), secrets.token_hex(5)
    words = ASKED[turn % len(ASKED)][0]
    xml = (
        f"<xml><ToUserName>gh_development01</ToUserName><FromUserName>bench-{user}</FromUserName>"
        f"<CreateTime>{stamp}</CreateTime><MsgType>text</MsgType><Content>{words}</Content>"
        f"<MsgId>{10**15 + number}</MsgId></xml>"
    )
    body = crypto.encrypt_message(xml, nonce, stamp)
    query = {
        "signature": signed(stamp, nonce),
        "timestamp": stamp,
        "nonce": nonce,
        "encrypt_type": "aes",
        "msg_signature": fromstring(body).findtext("MsgSignature"),
    }
    return query, body


def signed(*parts: str) -> str:
    signer = WeChatSigner()
    signer.add_data(DEVELOPMENT_SECRETS["token"], *parts)
    return str(signer.signature)


def opened(crypto: WeChatCrypto, body: bytes) -> str:
    root = fromstring(body)
    found = {name: root.findtext(name) for name in ("MsgSignature", "TimeStamp", "Nonce")}
    xml = crypto.decrypt_message(
        {"Encrypt": root.findtext("Encrypt")},
        found["MsgSignature"],
        found["TimeStamp"],
        found["Nonce"],
    )
    return str(fromstring(xml).findtext("Content"))


def counted(messages: list[Message], wechat: WeChat, drained: float) -> dict[str, Any]:
    asked: dict[int, list[Message]] = defaultdict(list)
    for message in messages:
        asked[message.user].append(message)
    waits, out_of_order, unanswered = [], 0, 0
    for user, sent in asked.items():
        got = wechat.answers.get(user, [])
        unanswered += max(0, len(sent) - len(got))
        for message, (when, _, words) in zip(sent, got, strict=False):
            waits.append(when - message.sent)
            out_of_order += ASKED[message.turn % len(ASKED)][1] not in words
    acks = [one.acknowledged - one.sent for one in messages if one.acknowledged is not None]
    ways = Counter(way for got in wechat.answers.values() for _, way, _ in got)
    last_sent = max(one.sent for one in messages)
    return {
        "sent": len(messages),
        "sent_a_second": round(len(messages) / last_sent, 1),
        "statuses": dict(Counter(one.status for one in messages)),
        "acknowledged_within_5_s": sum(one < 5 for one in acks),
        "acknowledged": spread(acks),
        "told_to_wait": sum(one.told_to_wait for one in messages),
        "ways": dict(ways),
        "answers": sum(ways.values()),
        "unanswered": unanswered,
        "out_of_order": out_of_order,
        "turns_a_second": round(sum(ways.values()) / drained, 1) if drained else 0,
        "drained_s": round(drained - last_sent, 1),
        "waited": spread(waits),
    }


def spread(seconds: list[float]) -> dict[str, float]:
    """Seconds."""
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    named = {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "most": max(seconds)}
    return {name: round(cut, 3) for name, cut in named.items()}


def setting(given: argparse.Namespace) -> dict[str, Any]:
    """Machine, load and versions."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return {
        "date": str(dt.date.today()),
        "cores": os.cpu_count(),
        "processor": next((o.split(":")[1].strip() for o in lines if "model name" in o), ""),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "rate": given.rate,
        "users": given.users,
        "seconds": given.seconds,
        "versions": {name: version(name) for name in VERSIONS},
    }


def report(found: dict[str, Any]) -> str:
    """wechat.md: Chinese, with a short summary in English."""
    given, got, web = found["setting"], found["wechat"], found["web"]
    versions = ", ".join(f"{name} {number}" for name, number in given["versions"].items())
    answered = web["outcomes"].get("answered", 0)
    rows = [
        ("发出", f"{got['sent']} 条，每秒 {got['sent_a_second']} 条，{given['users']} 位用户"),
        ("5 秒内应答", f"{got['acknowledged_within_5_s']} 条；状态 {got['statuses']}"),
        ("应答用时 (秒)", str(got["acknowledged"])),
        ("当场告知要等", f"{got['told_to_wait']} 条"),
        ("答复", f"{got['answers']} 条 {got['ways']}；没有答复 {got['unanswered']} 条"),
        ("次序不对的答复", str(got["out_of_order"])),
        ("每秒答复", str(got["turns_a_second"])),
        ("停发后还要多久答完 (秒)", str(got["drained_s"])),
        ("从问到答 (秒)", str(got["waited"])),
    ]
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return (
        f"# 公众号: 一阵高峰\n\n"
        f"**In short.** {given['rate']} messages a second from {given['users']} users for "
        f"{given['seconds']} s: {got['acknowledged_within_5_s']} of {got['sent']} acknowledged "
        f"within 5 s (p99 {got['acknowledged']['p99']} s), {got['answers']} answered, "
        f"{got['out_of_order']} out of order, {got['turns_a_second']} turns a second, drained "
        f"{got['drained_s']} s after the last one, longest wait {got['waited']['most']} s. On the "
        f"web's road, where one waits on the line, {answered} of {web['sent']} were answered.\n\n"
        f"{given['date']}; {given['cores']} 核 {given['processor']}, {given['memory_gib']} GiB; "
        f"{versions}。整个产品和扮演微信服务器的程序在同一台机器上。\n\n"
        f"重跑: `make bench-wechat` (要先 `luoxiaozheng build`)。\n\n"
        f"| 公众号 | |\n| --- | --- |\n{table}\n\n"
        f"等的时候市民看到什么: 排队超过十二秒, 当场回一句“您的话收到了，都在。现在问的人多，大约…”"
        f"(每人每分钟最多一句, 不占客服消息额度); 轮到了, 答复按问的次序用客服消息送到。\n\n"
        f"对照, 同一次运行里网页的路 (等四秒没有结果就说“请过一会儿再发一次”): {web['sent']} 条里"
        f"答上 {answered} 条, {web['outcomes']}, 用时 (秒) {web['seconds']}。\n"
    )


if __name__ == "__main__":
    main()
