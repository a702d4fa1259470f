"""Signatures and seals of messages, written from WeChat's public pages.

https://developers.weixin.qq.com/doc/service/guide/dev/push/encryption.html and
https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Access_Overview.html: SHA-1 over
the sorted parts; AES-256-CBC with the key's first 16 bytes as IV; PKCS #7 to blocks of 32 bytes;
inside 16 random bytes, the length of the message (4 bytes, big endian), the message, the app id.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

BLOCK = 32
HEAD = 20
"""Random bytes and length."""


class Broken(ValueError):
    """A seal that does not open, or is another account's."""


def signature(*parts: str) -> str:
    """SHA-1 of the sorted parts, in hexadecimal."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324  as WeChat does


def is_signed(given: str, *parts: str) -> bool:
    return hmac.compare_digest(given.encode(), signature(*parts).encode())


def seal(aes_key: str, appid: str, message: bytes, salt: bytes = b"") -> str:
    """A sealed message in base64; `salt` is 16 bytes, random where left out."""
    salt = salt or secrets.token_hex(8).encode()
    plain = salt + struct.pack(">I", len(message)) + message + appid.encode()
    padding = BLOCK - len(plain) % BLOCK
    encryptor = _cipher(aes_key).encryptor()
    sealed = encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()
    return base64.b64encode(sealed).decode()


def unseal(aes_key: str, appid: str, sealed: str) -> bytes:
    """The message. Raises Broken."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        decryptor = _cipher(aes_key).decryptor()
        plain = decryptor.update(raw) + decryptor.finalize()
    except (binascii.Error, ValueError) as error:
        raise Broken("not sealed") from error
    padding = plain[-1] if plain else 0
    if not 1 <= padding <= BLOCK or plain[-padding:] != bytes([padding]) * padding:
        raise Broken("wrong padding")
    plain = plain[:-padding]
    if len(plain) < HEAD:
        raise Broken("too short")
    end = HEAD + int(struct.unpack(">I", plain[HEAD - 4 : HEAD])[0])
    if end > len(plain) or plain[end:] != appid.encode():
        raise Broken("of another account")
    return plain[HEAD:end]


def _cipher(aes_key: str) -> Cipher[CBC]:
    key = base64.b64decode(aes_key + "=")
    return Cipher(AES256(key), CBC(key[:16]))
