"""The OpenID Connect issuer, as core talks to it.

Authorization code flow (OpenID Connect Core 1.0, section 3.1) with PKCE (RFC 7636, S256). The
issuer's addresses and keys come from its discovery document (OpenID Connect Discovery 1.0,
section 4) and are fetched when first needed.
"""

import base64
import hashlib
import hmac
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast, get_args
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx
import jwt

from core.contract import ASSURANCE_ORDER, Assurance
from core.settings import CoreSettings

TIMEOUT_S = 2.0
LEEWAY_S = 30
"""How far the clocks of core and issuer may be apart."""
KEYS_LIVE_S = 3600
"""After this, keys are fetched again, so that one the issuer took back stops counting."""
SCOPES = "openid profile phone"
REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce", "acr"]


class IssuerUnavailable(Exception):
    """The issuer did not answer, or not as the protocol says. Trying later may help."""


class SignInRefused(Exception):
    """What came back proves nobody's identity: wrong signature, audience, nonce, code and so on.

    Names the check that failed, never what was sent.
    """


@dataclass(frozen=True)
class Endpoints:
    """What core needs of a discovery document."""

    authorization: str
    token: str
    userinfo: str
    jwks: str
    basic: bool
    """Whether the client secret goes into the Authorization header, else into the form."""


@dataclass(frozen=True)
class Keys:
    """The issuer's signing keys by key id; `fetched_at` in seconds of the monotonic clock."""

    by_id: dict[str | None, jwt.PyJWK]
    fetched_at: float


@dataclass(frozen=True)
class Claims:
    """What the issuer says about who signed in."""

    name: str
    id_number: str
    mobile: str | None
    assurance: Assurance


class Issuer:
    """One issuer and this client's registration there. Safe to share between threads."""

    def __init__(
        self,
        url: str,
        client_id: str,
        client_secret: str,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.url = url
        self._client_id = client_id
        self._client_secret = client_secret
        self._http = httpx.Client(transport=transport, timeout=TIMEOUT_S, trust_env=False)
        self._endpoints: Endpoints | None = None
        self._keys = Keys({}, 0.0)

    @classmethod
    def from_settings(
        cls, settings: CoreSettings, transport: httpx.BaseTransport | None = None
    ) -> "Issuer":
        """The issuer of the settings; `transport` replaces the network to it, for tests.

        Raises ValueError for an issuer without TLS in production (OpenID Connect Core, 16.17).
        """
        if settings.env == "production" and urlsplit(settings.oidc_issuer).scheme != "https":
            raise ValueError("set LXZ_CORE_OIDC_ISSUER to an https address: LXZ_ENV=production")
        secret = settings.oidc_client_secret.get_secret_value()
        return cls(settings.oidc_issuer, settings.oidc_client_id, secret, transport)

    def authorize_url(
        self, *, redirect_uri: str, state: str, nonce: str, verifier: str, wanted: Assurance
    ) -> str:
        """The address to send the browser to. Raises IssuerUnavailable."""
        least = max(ASSURANCE_ORDER.index(wanted), 1)
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": redirect_uri,
            "scope": SCOPES,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge(verifier),
            "code_challenge_method": "S256",
            "acr_values": " ".join(ASSURANCE_ORDER[least:]),
        }
        address = self._found().authorization
        return address + ("&" if urlsplit(address).query else "?") + urlencode(asked)

    def claims(self, *, code: str, redirect_uri: str, verifier: str, nonce: str) -> Claims:
        """Trade the code for a verified ID token and read who it is about.

        Raises SignInRefused and IssuerUnavailable.
        """
        tokens = self._tokens(code, redirect_uri, verifier)
        proven = self._verified(str(tokens.get("id_token", "")), nonce)
        told = self._told(str(tokens.get("access_token", "")))
        if told.get("sub") != proven["sub"]:  # OpenID Connect Core, section 5.3.2
            raise SignInRefused("userinfo is about another subject")
        return _read({**told, **proven})

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def _found(self) -> Endpoints:
        if self._endpoints is None:  # two threads may both ask: that does no harm
            page = self._json("GET", f"{self.url.rstrip('/')}/.well-known/openid-configuration")
            self._endpoints = _endpoints(page, self.url)
        return self._endpoints

    def _tokens(self, code: str, redirect_uri: str, verifier: str) -> dict[str, Any]:
        endpoints = self._found()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        headers = {}
        if endpoints.basic:  # RFC 6749, section 2.3.1
            pair = f"{quote_plus(self._client_id)}:{quote_plus(self._client_secret)}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form |= {"client_id": self._client_id, "client_secret": self._client_secret}
        answer = self._ask("POST", endpoints.token, data=form, headers=headers)
        if answer.status_code == 400:  # RFC 6749, section 5.2
            raise SignInRefused("the issuer refused the code")
        return _page(answer)

    def _told(self, access_token: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {access_token}"}
        return self._json("GET", self._found().userinfo, headers=headers)

    def _verified(self, id_token: str, nonce: str) -> dict[str, Any]:
        """The claims of an ID token after every check of OpenID Connect Core, 3.1.3.7."""
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                self._key(jwt.get_unverified_header(id_token).get("kid")),
                algorithms=["RS256"],
                audience=self._client_id,
                issuer=self.url,
                leeway=LEEWAY_S,
                options={"require": REQUIRED},
            )
        except jwt.PyJWTError as error:
            raise SignInRefused(f"ID token: {type(error).__name__}") from None
        if claims["aud"] not in (self._client_id, [self._client_id]):
            raise SignInRefused("ID token: another audience beside this client")
        if claims.get("azp", self._client_id) != self._client_id:
            raise SignInRefused("ID token: issued to another client")
        if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
            raise SignInRefused("ID token: nonce of another sign-in")
        return claims

    def _key(self, kid: str | None) -> jwt.PyJWK:
        """The issuer's key of this id; fetched again when unknown, for issuers change keys."""
        keys = self._keys
        if kid not in keys.by_id or time.monotonic() - keys.fetched_at > KEYS_LIVE_S:
            found = _signing_keys(self._json("GET", self._found().jwks))
            self._keys = keys = Keys(found, time.monotonic())
        if kid is None and len(keys.by_id) == 1:
            return next(iter(keys.by_id.values()))
        if kid not in keys.by_id:
            raise SignInRefused("ID token: signed with an unknown key")
        return keys.by_id[kid]

    def _json(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        return _page(self._ask(method, address, **more))

    def _ask(self, method: str, address: str, **more: Any) -> httpx.Response:
        try:
            return self._http.request(method, address, **more)
        except (httpx.HTTPError, httpx.InvalidURL):
            raise IssuerUnavailable("no answer") from None


def challenge(verifier: str) -> str:
    """The S256 code challenge of a verifier (RFC 7636, section 4.2)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _page(answer: httpx.Response) -> dict[str, Any]:
    try:
        page = answer.json()
    except ValueError:
        raise IssuerUnavailable("an answer that cannot be read") from None
    if answer.status_code != 200 or not isinstance(page, dict):
        raise IssuerUnavailable(f"status {answer.status_code}")
    return cast("dict[str, Any]", page)


def _endpoints(page: dict[str, Any], url: str) -> Endpoints:
    """Read a discovery document; its issuer must be the one asked (Discovery 1.0, 4.3)."""
    if page.get("issuer") != url:
        raise IssuerUnavailable("the discovery document is another issuer's")
    methods = page.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    try:
        return Endpoints(
            authorization=str(page["authorization_endpoint"]),
            token=str(page["token_endpoint"]),
            userinfo=str(page["userinfo_endpoint"]),
            jwks=str(page["jwks_uri"]),
            basic="client_secret_basic" in methods,
        )
    except KeyError:
        raise IssuerUnavailable("the discovery document lacks an address") from None


def _signing_keys(page: dict[str, Any]) -> dict[str | None, jwt.PyJWK]:
    """RSA signing keys by key id (RFC 7517); others are left out."""
    keys = page.get("keys")
    found: dict[str | None, jwt.PyJWK] = {}
    for key in keys if isinstance(keys, list) else []:
        if isinstance(key, dict) and key.get("kty") == "RSA" and key.get("use", "sig") == "sig":
            kid = key.get("kid")
            with suppress(jwt.PyJWTError):
                found[None if kid is None else str(kid)] = jwt.PyJWK(key, algorithm="RS256")
    if not found:
        raise IssuerUnavailable("no signing key")
    return found


def _read(claims: dict[str, Any]) -> Claims:
    name, id_number, mobile = (
        str(claims.get(key) or "").strip() for key in ("name", "id_number", "phone_number")
    )
    if not (name and id_number):
        raise SignInRefused("no name or identity number")
    if claims["acr"] not in get_args(Assurance) or claims["acr"] == "anonymous":
        raise SignInRefused("an assurance level nobody agreed on")
    return Claims(name, id_number.upper(), mobile or None, claims["acr"])
