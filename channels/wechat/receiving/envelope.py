"""The envelope of a callback: who may have sent it, and what is inside.

Nothing is parsed before the signature in the address holds. In safe and compatible mode the
message is taken from `Encrypt`, whose own signature covers it.
https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Access_Overview.html
https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html
"""

import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from defusedxml.ElementTree import fromstring
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner

Mode = Literal["plain", "compatible", "safe"]

FRESH_S = 600
"""How far a callback's timestamp may be from the clock. WeChat gives up after 15 seconds."""


class NotProven(Exception):
    """The signature does not hold, is too old, or the message is for another account."""


class Unreadable(Exception):
    """Proven, but no message can be read from it."""


@dataclass(frozen=True)
class Proof:
    """The parameters in a callback's address."""

    signature: str
    timestamp: str
    nonce: str
    msg_signature: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Proof":
        return cls(*(query.get(name, "") for name in cls.__dataclass_fields__))


class Envelope:
    """Opens callbacks and closes replies, in one mode."""

    def __init__(self, token: str, aes_key: str, appid: str, mode: Mode) -> None:
        self._token, self._mode = token, mode
        self._crypto = WeChatCrypto(token, aes_key, appid) if mode != "plain" else None

    def prove(self, proof: Proof, now: float | None = None) -> None:
        """Raises NotProven unless who called knows the token, and called now."""
        _same(proof.signature, self._signed(proof.timestamp, proof.nonce))
        stamp = proof.timestamp
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            raise NotProven("timestamp")
        if abs(int(stamp) - (time.time() if now is None else now)) > FRESH_S:
            raise NotProven("old")

    def open(self, proof: Proof, body: bytes, now: float | None = None) -> str:
        """The XML of the message. Raises NotProven or Unreadable."""
        self.prove(proof, now)
        if self._crypto is None:
            return _text(body)
        sealed = _encrypted(body)
        _same(proof.msg_signature, self._signed(proof.timestamp, proof.nonce, sealed))
        try:
            xml: str = self._crypto.decrypt_message(
                {"Encrypt": sealed}, proof.msg_signature, proof.timestamp, proof.nonce
            )
        except Exception as error:  # the library has no one error for a text that is not AES
            raise NotProven(type(error).__name__) from None
        return xml

    def close(self, xml: str, proof: Proof) -> str:
        """A passive reply as it travels: encrypted wherever messages arrive encrypted."""
        if self._crypto is None:
            return xml
        closed: str = self._crypto.encrypt_message(xml, proof.nonce, proof.timestamp)
        return closed

    def _signed(self, *parts: str) -> str:
        signer = WeChatSigner()
        signer.add_data(self._token, *parts)
        signature: str = signer.signature
        return signature


def _same(given: str, expected: str) -> None:
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise NotProven("signature")


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8") from None


def _encrypted(body: bytes) -> str:
    """The text of `Encrypt`. The parser refuses document types and entities."""
    try:
        sealed = fromstring(_text(body), forbid_dtd=True).findtext("Encrypt")
    except Unreadable:
        raise
    except Exception as error:  # expat's and defusedxml's errors have no common base
        raise Unreadable(type(error).__name__) from None
    if not sealed:
        raise Unreadable("no Encrypt")
    return sealed.strip()
