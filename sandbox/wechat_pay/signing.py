"""Signatures and seals of WeChat Pay API v3, written from its public pages.

https://pay.weixin.qq.com/docs/merchant/development/interface-rules/signature-generation.html and
…/signature-verification.html: SHA256 with RSA (PKCS #1 v1.5) over lines that each end with a line
feed. …/certificate-callback-decryption.html: AES-256-GCM, nonce of 12 bytes, tag at the end.
"""

import base64
import binascii
import re
import secrets

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256

SCHEMA = "WECHATPAY2-SHA256-RSA2048"
_PART = re.compile(r'(\w+)="([^"]*)"')


def lines(*parts: str | bytes) -> bytes:
    """What is signed: each part with a line feed after it."""
    return b"".join((p.encode() if isinstance(p, str) else p) + b"\n" for p in parts)


def sign(key: RSAPrivateKey, message: bytes) -> str:
    """A signature in base64."""
    return base64.b64encode(key.sign(message, PKCS1v15(), SHA256())).decode()


def verifies(key: RSAPublicKey, message: bytes, signature: str) -> bool:
    """Whether a signature in base64 is of this key's owner."""
    try:
        key.verify(base64.b64decode(signature, validate=True), message, PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def authorization(header: str) -> dict[str, str]:
    """The parts of a request's Authorization header; empty for another schema."""
    schema, _, rest = header.partition(" ")
    return dict(_PART.findall(rest)) if schema == SCHEMA else {}


def seal(key: str, text: str, associated: str, nonce: str = "") -> dict[str, str]:
    """The `resource` of a notification, or an encrypted certificate."""
    nonce = nonce or secrets.token_hex(6)
    sealed = AESGCM(key.encode()).encrypt(nonce.encode(), text.encode(), associated.encode())
    return {
        "algorithm": "AEAD_AES_256_GCM",
        "ciphertext": base64.b64encode(sealed).decode(),
        "associated_data": associated,
        "nonce": nonce,
    }


def headers(key: RSAPrivateKey, serial: str, body: bytes, now: float) -> dict[str, str]:
    """The headers that prove an answer or a notification."""
    stamp, nonce = str(int(now)), secrets.token_hex(16)
    return {
        "Wechatpay-Timestamp": stamp,
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Serial": serial,
        "Wechatpay-Signature": sign(key, lines(stamp, nonce, body)),
        "Wechatpay-Signature-Type": SCHEMA,
    }
