"""Who is asking: the holder of a cookie, of a bearer token, or of the trace token.

A conversation belongs to the SHA-256 of the token it was opened with, never to whoever
knows its id. Both ids and tokens are random: 128 and 256 bits.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Annotated

from fastapi import Cookie, Depends, Header, Request

from channels.gateway.settings import GatewaySettings
from service.problems import ProblemError

COOKIE = "lxz_session"
_OWN_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_BEARER = re.compile(r"[Bb]earer +([A-Za-z0-9._~+/=-]{1,512})")  # RFC 6750, section 2.1


@dataclass(frozen=True)
class Identity:
    """`owners` may read a conversation; a new one belongs to the first of them."""

    owners: tuple[str, ...]
    new_cookie: str | None = None
    traced: bool = False

    @property
    def owner(self) -> str:
        return self.owners[0]


def _hash(kind: str, token: str) -> str:
    return hashlib.sha256(f"{kind}:{token}".encode()).hexdigest()


def owner_of_cookie(token: str) -> str:
    """The owner that the holder of this cookie is."""
    return _hash("cookie", token)


def identify(
    request: Request,
    lxz_session: Annotated[str | None, Cookie(description="set by the gateway")] = None,
    authorization: Annotated[str | None, Header(description="Bearer …")] = None,
    x_lxz_trace: Annotated[str | None, Header(description="LXZ_TRACE_TOKEN")] = None,
) -> Identity:
    """The identity of a request. A stranger gets a new token; a malformed one is a 401."""
    settings: GatewaySettings = request.app.state.settings
    owners: list[str] = []
    expected = settings.trace_token.get_secret_value()
    traced = bool(expected) and secrets.compare_digest(
        (x_lxz_trace or "").encode(), expected.encode()
    )
    if traced:
        owners.append(_hash("trace", expected))
    if authorization is not None:
        match = _BEARER.fullmatch(authorization)
        if match is None:
            raise ProblemError(
                401, "Authorization 头应为 Bearer 加令牌。", {"WWW-Authenticate": "Bearer"}
            )
        owners.append(_hash("bearer", match.group(1)))
    elif lxz_session is not None and _OWN_TOKEN.fullmatch(lxz_session):
        owners.append(_hash("cookie", lxz_session))
    if owners:
        return Identity(tuple(owners), traced=traced)
    token = secrets.token_urlsafe(32)
    return Identity((_hash("cookie", token),), new_cookie=token)


IdentityDep = Annotated[Identity, Depends(identify)]
