"""What all calls of core share: a connection, its deadlines, and what may go wrong."""

import httpx

TIMEOUT_S = 1.0
FILE_TIMEOUT_S = 5.0


class CoreUnavailable(Exception):
    """No answer in time, or none that can be read."""


class Refused(Exception):
    """`status` and `detail` (Chinese, for the citizen) say why."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def connect(
    base_url: str, token: str, transport: httpx.AsyncBaseTransport | None
) -> httpx.AsyncClient:
    """Connections to core that stay open. Each call has a deadline of its own, FILE_TIMEOUT_S at
    most; `transport` replaces the network, for tests."""
    return httpx.AsyncClient(
        base_url=base_url,
        headers={"Authorization": f"Bearer {token}"},
        transport=transport,
        timeout=FILE_TIMEOUT_S,
        trust_env=False,
        limits=httpx.Limits(max_connections=100, max_keepalive_connections=20),
    )
