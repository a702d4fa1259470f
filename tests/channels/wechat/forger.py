"""Callbacks to the account's server, proven by whoever knows its token, with anything inside."""

import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sandbox.wechat_account import sealing
from sandbox.wechat_account.envelopes import Fields, as_xml
from sandbox.wechat_account.settings import AccountSettings


@dataclass(frozen=True)
class Letter:
    """`signed`: by who knows the token, so that it may be taken if it can be read."""

    query: dict[str, str]
    body: bytes
    signed: bool = True


class Forger:
    """Makes letters for one account; `secret` is a file that an entity might read."""

    def __init__(self, settings: AccountSettings, random: Random, secret: Path) -> None:
        self.settings, self.random, self.secret = settings, random, secret
        self._number = 0

    def good(self, **changed: object) -> Letter:
        return self.closed(as_xml(self.fields() | changed).encode())

    def closed(self, inner: bytes) -> Letter:
        """Whatever is inside, signed and sealed as the account's mode wants it."""
        token, stamp = self.token, str(int(time.time()))
        nonce = str(self.random.randrange(10**9))
        query = {"timestamp": stamp, "nonce": nonce}
        query["signature"] = sealing.signature(token, stamp, nonce)
        if self.settings.mode == "plain":
            return Letter(query, inner)
        key = self.settings.aes_key.get_secret_value()
        return self.sealed(query, sealing.seal(key, self.settings.appid, inner))

    def sealed(self, query: dict[str, str], text: str) -> Letter:
        """Whatever stands for the seal, signed."""
        proof = sealing.signature(self.token, query["timestamp"], query["nonce"], text)
        body = f"<xml><ToUserName>gh</ToUserName><Encrypt>{text}</Encrypt></xml>"
        return Letter(query | {"msg_signature": proof}, body.encode())

    @property
    def token(self) -> str:
        return self.settings.token.get_secret_value()

    def fields(self) -> Fields:
        self._number += 1
        return {
            "ToUserName": "gh_development01",
            "FromUserName": f"oFuzzed{self._number % 50}",
            "CreateTime": int(time.time()),
            "MsgType": "text",
            "Content": f"问题{self._number}",
            "MsgId": self.random.randrange(10**17),
        }
