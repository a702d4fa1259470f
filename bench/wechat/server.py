"""WeChat's server, as far as a rush needs it: it signs and encrypts, waits and counts."""

import json
import secrets
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from defusedxml.ElementTree import fromstring
from fastapi import FastAPI, Request
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner

from channels.wechat.settings import DEVELOPMENT_SECRETS


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


def seal(crypto: WeChatCrypto, user: int, words: str, number: int) -> tuple[dict[str, str], str]:
    """The address's parameters and the body of one message, in safe mode."""
    stamp, nonce = str(int(time.time())), secrets.token_hex(5)
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
