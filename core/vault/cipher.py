"""Encryption behind one small interface.

A district that is audited for commercial cryptography (密评, GB/T 39786) puts SM4 and SM3 in the
place of AES and SHA-256: a second subclass of `Cipher`, chosen in `Cipher.from_settings`; what is
already sealed names its key and is sealed anew by `core.vault.rotation`.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
from abc import ABC, abstractmethod

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.settings import CoreSettings

KEY_BYTES = 32
NONCE_BYTES = 12
_NAME = re.compile(r"[A-Za-z0-9_-]{1,32}")


class Unreadable(ValueError):
    """What was sealed cannot be opened: key unknown, context another, or bytes changed."""


class Cipher(ABC):
    """Seals values and opens them. `context` says where a value belongs, e.g. its table and
    session; what is sealed in one context cannot be opened in another."""

    @classmethod
    def from_settings(cls, settings: CoreSettings) -> "Cipher":
        """The cipher of this installation. Raises ValueError that names no key's value."""
        return AesGcm(read_keys(settings.vault_keys.get_secret_value()))

    @abstractmethod
    def seal_bytes(self, content: bytes, context: str) -> bytes:
        """`name-of-key:` and the sealed content."""

    @abstractmethod
    def open_bytes(self, sealed: bytes, context: str) -> bytes:
        """What `seal_bytes` sealed. Raises Unreadable."""

    @abstractmethod
    def is_current(self, sealed: str | bytes) -> bool:
        """Whether it was sealed with the key that seals now."""

    @abstractmethod
    def digest(self, text: str, context: str) -> str:
        """64 hexadecimal digits, equal for equal text and context; says nothing without the key."""

    def seal(self, text: str, context: str) -> str:
        """`name-of-key:` and the sealed text in base64."""
        name, _, raw = self.seal_bytes(text.encode(), context).partition(b":")
        return f"{name.decode()}:{base64.b64encode(raw).decode()}"

    def open(self, sealed: str, context: str) -> str:
        """What `seal` sealed. Raises Unreadable."""
        name, _, coded = sealed.partition(":")
        try:
            raw = base64.b64decode(coded, validate=True)
        except (binascii.Error, ValueError):
            raise Unreadable("not base64") from None
        return self.open_bytes(name.encode() + b":" + raw, context).decode()

    def rotate(self, sealed: str, context: str) -> str:
        """The same text, sealed with the key that seals now. Raises Unreadable."""
        return self.seal(self.open(sealed, context), context)

    def rotate_bytes(self, sealed: bytes, context: str) -> bytes:
        """The same content, sealed with the key that seals now. Raises Unreadable."""
        return self.seal_bytes(self.open_bytes(sealed, context), context)


class AesGcm(Cipher):
    """AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits; the context is the
    associated data. A key is good for 2^32 seals.

    The first key seals, all open. Digests are HMAC-SHA256 (RFC 2104) with a key derived by HKDF
    (RFC 5869) from the LAST, the oldest: a new key is put in front, and digests kept before stay
    equal. So the last key is never taken off the list while digests are kept.
    """

    def __init__(self, keys: dict[str, bytes]) -> None:
        self._keys = {name: AESGCM(key) for name, key in keys.items()}
        self._current = next(iter(keys))
        derive = HKDF(SHA256(), length=KEY_BYTES, salt=None, info=b"luoxiaozheng vault digests")
        self._digest_key = derive.derive(list(keys.values())[-1])

    def seal_bytes(self, content: bytes, context: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._keys[self._current].encrypt(nonce, content, context.encode())
        return self._current.encode() + b":" + nonce + sealed

    def open_bytes(self, sealed: bytes, context: str) -> bytes:
        name, _, raw = sealed.partition(b":")
        key = self._keys.get(name.decode("ascii", "replace"))
        if key is None:
            raise Unreadable("no such key")
        try:
            return key.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode())
        except (InvalidTag, ValueError):
            raise Unreadable("changed, or of another context") from None

    def is_current(self, sealed: str | bytes) -> bool:
        name = f"{self._current}:"
        if isinstance(sealed, str):
            return sealed.startswith(name)
        return sealed.startswith(name.encode())

    def digest(self, text: str, context: str) -> str:
        what = f"{len(context)}:{context}{text}".encode()
        return hmac.new(self._digest_key, what, hashlib.sha256).hexdigest()


def read_keys(text: str) -> dict[str, bytes]:
    """Keys by name, in order, from `name:base64,name:base64`. Raises ValueError."""
    keys: dict[str, bytes] = {}
    for number, part in enumerate(text.split(","), 1):
        name, _, coded = part.strip().partition(":")
        if not _NAME.fullmatch(name) or name in keys:
            raise ValueError(f"LXZ_CORE_VAULT_KEYS: key {number} needs a name of its own before :")
        try:
            keys[name] = base64.b64decode(coded, validate=True)
        except (binascii.Error, ValueError):
            raise ValueError(f"LXZ_CORE_VAULT_KEYS: key {number} is not base64") from None
        if len(keys[name]) != KEY_BYTES:
            raise ValueError(f"LXZ_CORE_VAULT_KEYS: key {number} is not {KEY_BYTES} bytes")
    return keys
