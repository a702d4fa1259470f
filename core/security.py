"""Who may call core: services of the house, by bearer tokens (RFC 6750) with scopes.

Each service has a token of its own. What the dialogue may do, a leaked token of the action
server may do, and no more: it cannot open the vault.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from service.problems import ProblemError

_bearer = HTTPBearer(auto_error=False, description="the token of a service of the house")

Scope = Literal["dialogue", "gateway", "clerk"]
"""dialogue: drafts, cases, wishes. gateway: sign-in, vault, files. clerk: review."""


@dataclass(frozen=True)
class Caller:
    """The service that calls, by its token."""

    name: str
    scope: Scope


def require_service(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Caller:
    """The caller of a request; a 401 problem without a known token. Compared in constant time."""
    given = credentials.credentials.encode() if credentials else b""
    found: Caller | None = None
    for scope, token in request.app.state.settings.tokens.items():
        if token and secrets.compare_digest(given, token.encode()):
            found = Caller(scope, scope)
    if found is None:
        raise ProblemError(401, "需要有效的服务令牌。", headers={"WWW-Authenticate": "Bearer"})
    return found


def scoped(*scopes: Scope) -> Callable[..., Caller]:
    """A dependency of a router: only callers of these scopes; a 403 problem for others."""

    def check(caller: Annotated[Caller, Depends(require_service)]) -> Caller:
        if caller.scope not in scopes:
            raise ProblemError(403, "这个服务令牌不能做这件事。")
        return caller

    return check
