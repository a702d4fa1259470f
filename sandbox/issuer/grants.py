"""What the issuer hands out: codes, access tokens and signed ID tokens."""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CODE_LIVES_S = 60
TOKEN_LIVES_S = 300
LEVELS = {"phone": "手机验证码", "real_name": "实名", "face": "人脸核验"}
"""Assurance levels (acr), least sure first."""


class Person(Protocol):
    """Who can sign in; `note` says what is special about them."""

    @property
    def name(self) -> str: ...
    @property
    def id_number(self) -> str: ...
    @property
    def mobile(self) -> str | None: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True)
class Grant:
    """What a code stands for. `expires` in seconds since 1970."""

    person: Person
    level: str
    nonce: str | None
    challenge: str
    redirect_uri: str
    expires: float


class Grants:
    """Kept in memory: whoever restarts the sandbox signs in again."""

    def __init__(self, url: str, client_id: str, clock: Callable[[], float] = time.time) -> None:
        self._url = url
        self._client_id = client_id
        self._clock = clock
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._kid = secrets.token_hex(8)
        self._codes: dict[str, Grant] = {}
        self._tokens: dict[str, Grant] = {}

    @property
    def jwks(self) -> dict[str, Any]:
        """The public key as a JSON Web Key Set (RFC 7517)."""
        key = jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**key, "kid": self._kid, "use": "sig", "alg": "RS256"}]}

    def code(
        self, person: Person, level: str, nonce: str | None, challenge: str, redirect_uri: str
    ) -> str:
        """A code that works once, for a minute."""
        self._forget_old()
        code = secrets.token_urlsafe(24)
        expires = self._clock() + CODE_LIVES_S
        self._codes[code] = Grant(person, level, nonce, challenge, redirect_uri, expires)
        return code

    def trade(self, code: str, verifier: str, redirect_uri: str) -> dict[str, Any] | None:
        """The token response for a code; None when anything does not fit (RFC 6749, 4.1.3)."""
        grant = self._codes.pop(code, None)
        if (
            grant is None
            or grant.expires <= self._clock()
            or grant.redirect_uri != redirect_uri
            or not hmac.compare_digest(_challenge(verifier), grant.challenge.encode())
        ):
            return None
        token = secrets.token_urlsafe(24)
        self._tokens[token] = grant
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": TOKEN_LIVES_S,
            "id_token": self._id_token(grant),
        }

    def userinfo(self, token: str) -> dict[str, str] | None:
        """Who an access token is about, or None."""
        self._forget_old()
        grant = self._tokens.get(token)
        if grant is None:
            return None
        person = grant.person
        about = {"sub": _subject(person), "name": person.name, "id_number": person.id_number}
        return about if person.mobile is None else {**about, "phone_number": person.mobile}

    def _id_token(self, grant: Grant) -> str:
        now = int(self._clock())
        claims = {
            "iss": self._url,
            "sub": _subject(grant.person),
            "aud": self._client_id,
            "iat": now,
            "exp": now + TOKEN_LIVES_S,
            "acr": grant.level,
        }
        if grant.nonce is not None:
            claims["nonce"] = grant.nonce
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": self._kid})

    def _forget_old(self) -> None:
        now = self._clock()
        self._codes = {key: one for key, one in self._codes.items() if one.expires > now}
        old = now - TOKEN_LIVES_S
        self._tokens = {key: one for key, one in self._tokens.items() if one.expires > old}


def _challenge(verifier: str) -> bytes:
    """S256 (RFC 7636, section 4.6)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=")


def _subject(person: Person) -> str:
    return hashlib.sha256(f"sandbox-issuer:{person.id_number}".encode()).hexdigest()[:32]
