"""Who may sit at the desk, and the cookie that says that somebody does.

The cookie holds the name and a digest of the token, signed: a changed token, a name that is
taken away, or the end of SIGNED_IN_S ends it.
"""

import hashlib
import secrets
from collections.abc import Mapping

from itsdangerous import BadSignature, URLSafeTimedSerializer

COOKIE = "lxz_desk"
SIGNED_IN_S = 12 * 3600
NAME_LENGTH = 40


def parse_agents(setting: str) -> dict[str, str]:
    """Name to token of `name:token,name:token`. Raises ValueError, which repeats no token."""
    agents: dict[str, str] = {}
    for entry in filter(None, (one.strip() for one in setting.split(","))):
        name, _, token = (part.strip() for part in entry.partition(":"))
        if not name or len(name) > NAME_LENGTH or len(token) < 16:
            raise ValueError(
                "LXZ_GATEWAY_DESK_AGENTS is name:token,name:token with names of at most "
                f"{NAME_LENGTH} and tokens of at least 16 characters"
            )
        if name in agents:
            raise ValueError(f"LXZ_GATEWAY_DESK_AGENTS names {name} twice")
        agents[name] = token
    return agents


class Agents:
    """The people of the desk and their cookies."""

    def __init__(self, agents: Mapping[str, str], secret_key: str) -> None:
        self._agents = agents
        self._cookies = URLSafeTimedSerializer(secret_key, salt="lxz-desk")

    def __bool__(self) -> bool:
        return bool(self._agents)

    def sign_in(self, name: str, token: str) -> str | None:
        """The cookie of an agent; None for a wrong name or token, after the same time."""
        expected = self._agents.get(name, "")
        same = secrets.compare_digest(token.encode(), expected.encode())
        return self._sign(name, expected) if expected and same else None

    def _sign(self, name: str, token: str) -> str:
        signed = self._cookies.dumps([name, _digest(token)])
        return signed if isinstance(signed, str) else signed.decode()

    def who(self, cookie: str | None) -> str | None:
        """The agent of a cookie; None when it is none, too old, or no longer true."""
        try:
            name, digest = self._cookies.loads(cookie or "", max_age=SIGNED_IN_S)
        except (BadSignature, ValueError, TypeError):
            return None
        token = self._agents.get(name)
        return name if token is not None and digest == _digest(token) else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
