"""Who may call core: services of the house, by a shared bearer token (RFC 6750)."""

import secrets
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from service.problems import ProblemError

_bearer = HTTPBearer(auto_error=False, description="LXZ_CORE_TOKEN")


def require_service(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> None:
    """Refuse a call without the service token. Compared in constant time."""
    expected = request.app.state.settings.token.get_secret_value().encode()
    given = credentials.credentials.encode() if credentials else b""
    if not secrets.compare_digest(given, expected):
        raise ProblemError(401, "需要有效的服务令牌。", headers={"WWW-Authenticate": "Bearer"})
