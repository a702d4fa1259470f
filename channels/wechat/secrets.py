"""The door's keys, all from the gateway's secret: digests, sealing, a user's token."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from itsdangerous import BadSignature, URLSafeSerializer


class Unsealable(Exception):
    """Sealed with another key, or damaged."""


class Keys:
    """One purpose a key (HKDF would do the same; each is an HMAC of the secret and a name)."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._signer = URLSafeSerializer(self._key("wechat-sign"), salt="lxz-wechat")
        self._fernet = Fernet(base64.urlsafe_b64encode(self._key("wechat-seal")))

    def digest(self, value: str) -> str:
        """To find a value without keeping it."""
        return hmac.new(self._key("wechat-digest"), value.encode(), hashlib.sha256).hexdigest()

    def seal(self, value: str) -> str:
        """To keep a value (AES-128-CBC and HMAC, https://github.com/fernet/spec)."""
        return self._fernet.encrypt(value.encode()).decode()

    def open(self, sealed: str) -> str:
        """Raises Unsealable."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise Unsealable from None

    def sign(self, value: str) -> str:
        """A value that cannot be changed, but can be read; safe in an address."""
        signed = self._signer.dumps(value)
        return signed if isinstance(signed, str) else signed.decode()

    def signed(self, value: str) -> str:
        """What was signed. Raises Unsealable."""
        try:
            return str(self._signer.loads(value))
        except BadSignature:
            raise Unsealable from None

    def token(self, openid: str) -> str:
        """What a user's browser would hold as the gateway's cookie: 43 characters, 256 bits."""
        mac = hmac.new(self._key("wechat-owner"), openid.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(mac).decode().rstrip("=")

    def _key(self, purpose: str) -> bytes:
        return hmac.new(self._secret, purpose.encode(), hashlib.sha256).digest()
