"""The gateway's wire to Rasa: the REST channel.

https://rasa.com/docs/rasa/connectors/your-own-website/#restinput
"""

import asyncio
from typing import Any, Literal

import httpx
from pydantic import ValidationError

from messages import MessageMetadata, Turn

Reason = Literal["unreachable", "timeout", "empty", "status", "invalid"]


class RasaUnavailable(Exception):
    """No turn came back. `reason` says how; `empty` mostly means that the action server
    is down, for then Rasa answers 200 with an empty list."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class RasaClient:
    """Keeps its connections open; close it at the end."""

    def __init__(self, base_url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._http = httpx.AsyncClient(
            base_url=base_url,
            transport=transport,
            timeout=30,  # each call has a deadline of its own, see below
            trust_env=False,
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=20),
        )

    async def ask(
        self, sender: str, message: str, metadata: MessageMetadata, deadline: float
    ) -> Turn:
        """Send one message and read the one turn that answers it.

        `deadline` is in event loop time (seconds). Raises RasaUnavailable.
        """
        body = {"sender": sender, "message": message, "metadata": metadata.model_dump()}
        try:
            async with asyncio.timeout_at(deadline):
                response = await self._http.post("/webhooks/rest/webhook", json=body)
        except TimeoutError:
            raise RasaUnavailable("timeout") from None
        except httpx.TransportError:
            raise RasaUnavailable("unreachable") from None
        if response.status_code != 200:
            raise RasaUnavailable("status")
        return read_turn(response)

    async def is_up(self) -> bool:
        """Whether Rasa's server answers within a second."""
        try:
            async with asyncio.timeout(1):
                return (await self._http.get("/webhooks/rest/")).status_code == 200
        except (TimeoutError, httpx.TransportError):
            return False

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()


def read_turn(response: httpx.Response) -> Turn:
    """The single `custom` message as a Turn; anything else is RasaUnavailable."""
    try:
        said: Any = response.json()
    except ValueError:
        raise RasaUnavailable("invalid") from None
    if said == []:
        raise RasaUnavailable("empty")
    if not (isinstance(said, list) and len(said) == 1 and isinstance(said[0], dict)):
        raise RasaUnavailable("invalid")
    try:
        return Turn.model_validate(said[0].get("custom"))
    except ValidationError:
        raise RasaUnavailable("invalid") from None
