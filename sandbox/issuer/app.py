"""The sandbox issuer as an ASGI application.

OpenID Connect Core 1.0, authorization code flow, with PKCE S256 (RFC 7636) required.
"""

import base64
import binascii
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any
from urllib.parse import unquote_plus, urlencode, urlsplit

from fastapi import Depends, FastAPI, Form, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from sandbox.issuer import page
from sandbox.issuer.grants import LEVELS, Grants, Person
from sandbox.issuer.settings import IssuerSettings

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True)
class Asked:
    """An authorization request (OpenID Connect Core, 3.1.2.1), read but not checked."""

    client_id: Annotated[str, Query()] = ""
    redirect_uri: Annotated[str, Query()] = ""
    response_type: Annotated[str, Query()] = ""
    scope: Annotated[str, Query()] = ""
    state: Annotated[str | None, Query()] = None
    nonce: Annotated[str | None, Query()] = None
    code_challenge: Annotated[str, Query()] = ""
    code_challenge_method: Annotated[str, Query()] = ""
    acr_values: Annotated[str, Query()] = ""

    @property
    def level(self) -> str:
        """The first level asked for that there is."""
        return next((one for one in self.acr_values.split() if one in LEVELS), "real_name")

    def fault(self, settings: IssuerSettings) -> str | None:
        """Why the browser must not even be sent back, or None."""
        if self.client_id != settings.client_id:
            return "client_id 不是登记过的客户端。"
        if not settings.may_return_to(self.redirect_uri):
            return "redirect_uri 不是登记过的地址。"
        return None

    def error(self) -> tuple[str, str] | None:
        """The error code to send back with its description, or None."""
        if self.response_type != "code":
            return "unsupported_response_type", "response_type must be code"
        if "openid" not in self.scope.split():
            return "invalid_scope", "scope must contain openid"
        if self.code_challenge_method != "S256" or len(self.code_challenge) != 43:
            return "invalid_request", "PKCE with S256 is required"
        return None

    def back(self, **answer: str) -> Response:
        """Send the browser back to the client with an answer."""
        told = answer if self.state is None else {**answer, "state": self.state}
        joint = "&" if urlsplit(self.redirect_uri).query else "?"
        address = self.redirect_uri + joint + urlencode(told)
        return RedirectResponse(address, status_code=303, headers=HEADERS)


AskedDep = Annotated[Asked, Depends()]


def showcase() -> Sequence[Person]:
    """The made-up people of the sandbox registers."""
    from sandbox.registers.people import SHOWCASE

    return SHOWCASE


@cache
def _everyone() -> dict[str, dict[str, Any]]:
    """All made-up people of the registers by identity number."""
    from sandbox.registers.generator import generate

    return generate()["population"]


def registered(id_number: str) -> Person | None:
    """Anybody of the registers who is alive."""
    from sandbox.registers.people import Person as Registered

    found = _everyone().get(id_number)
    if found is None or not found["alive"]:
        return None
    return Registered(found["name"], id_number, found["mobile"])


def create_app(
    settings: IssuerSettings | None = None,
    people: Sequence[Person] | None = None,
    clock: Callable[[], float] = time.time,
) -> FastAPI:
    """Build the issuer. `clock` gives seconds since 1970; people default to the registers'."""
    settings = settings or IssuerSettings()
    people = showcase() if people is None else people
    grants = Grants(settings.url, settings.client_id, clock)
    app = FastAPI(title="沙盒登录", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/.well-known/openid-configuration")
    def discovery() -> dict[str, Any]:
        return _discovery(settings.url)

    @app.get("/jwks.json")
    def jwks() -> dict[str, Any]:
        return grants.jwks

    @app.get("/authorize")
    def ask(asked: AskedDep) -> Response:
        return _refused(asked, settings) or _html(page.choose(people, asked.level))

    @app.post("/authorize")
    def answer(
        asked: AskedDep,
        answer: Annotated[str, Form()],
        person: Annotated[int, Form()] = -1,
        id_number: Annotated[str, Form()] = "",
        level: Annotated[str, Form()] = "",
    ) -> Response:
        refused = _refused(asked, settings)
        if refused is not None:
            return refused
        if answer != "sign_in":
            return asked.back(error="access_denied", error_description="cancelled by the user")
        typed = id_number.strip().upper()
        chosen = registered(typed) if typed else next(iter(people[person : person + 1]), None)
        if chosen is None or person < -1 or level not in LEVELS:
            return _html(page.trouble("请退回上一页，选一位和一种核验方式。"), 400)
        code = grants.code(chosen, level, asked.nonce, asked.code_challenge, asked.redirect_uri)
        return asked.back(code=code)

    @app.post("/token")
    def token(
        request: Request,
        grant_type: Annotated[str, Form()] = "",
        code: Annotated[str, Form()] = "",
        redirect_uri: Annotated[str, Form()] = "",
        code_verifier: Annotated[str, Form()] = "",
        client_id: Annotated[str, Form()] = "",
        client_secret: Annotated[str, Form()] = "",
    ) -> Response:
        given = _basic(request.headers.get("authorization")) or (client_id, client_secret)
        if not _is_client(settings, *given):
            headers = {"WWW-Authenticate": "Basic"}
            return _json({"error": "invalid_client"}, 401, headers)
        if grant_type != "authorization_code":
            return _json({"error": "unsupported_grant_type"}, 400)
        tokens = grants.trade(code, code_verifier, redirect_uri)
        return _json({"error": "invalid_grant"}, 400) if tokens is None else _json(tokens)

    @app.get("/userinfo")
    def userinfo(request: Request) -> Response:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        about = grants.userinfo(given) if scheme.lower() == "bearer" else None
        if about is None:
            headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
            return _json({"error": "invalid_token"}, 401, headers)
        return _json(about)

    return app


def _discovery(url: str) -> dict[str, Any]:
    """OpenID Connect Discovery 1.0, section 3."""
    return {
        "issuer": url,
        "authorization_endpoint": f"{url}/authorize",
        "token_endpoint": f"{url}/token",
        "userinfo_endpoint": f"{url}/userinfo",
        "jwks_uri": f"{url}/jwks.json",
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "profile", "phone"],
        "acr_values_supported": list(LEVELS),
        "claims_supported": ["sub", "name", "id_number", "phone_number", "acr"],
    }


def _refused(asked: Asked, settings: IssuerSettings) -> Response | None:
    fault = asked.fault(settings)
    if fault is not None:
        return _html(page.trouble(fault), 400)
    error = asked.error()
    return None if error is None else asked.back(error=error[0], error_description=error[1])


def _basic(header: str | None) -> tuple[str, str] | None:
    """Client id and secret of an Authorization header (RFC 6749, section 2.3.1)."""
    scheme, _, given = (header or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)


def _is_client(settings: IssuerSettings, client_id: str, secret: str) -> bool:
    expected = settings.client_secret.get_secret_value()
    same = secrets.compare_digest(secret.encode(), expected.encode())
    return same and client_id == settings.client_id


def _html(text: str, status: int = 200) -> Response:
    return HTMLResponse(text, status, headers=HEADERS)


def _json(body: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse(body, status, headers={**HEADERS, **(headers or {})})
