"""A client of the running assistant: `POST /api/chat` and `GET /api/guides`.

The models read only what the commands use and ignore the rest, so that an older command
can measure a newer assistant.
"""

import time
import uuid
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Self

import httpx
from pydantic import BaseModel, Field, TypeAdapter, ValidationError


class Unreachable(Exception):
    """There is no assistant at the address, or what answers there is not one."""


class OptionView(BaseModel):
    label: str
    item: str | None = None
    choice: str | None = None


class SourceView(BaseModel):
    title: str
    publisher: str | None = None
    date: str | None = None
    url: str | None = None


class CardView(BaseModel):
    type: str
    text: str
    item: str | None = None
    options: list[OptionView] = []
    sources: list[SourceView] = []


class TraceView(BaseModel):
    intent: str | None = None
    item: str | None = None
    aspect: str | None = None
    confidence: float | None = Field(default=None, ge=0, le=1)
    entities: dict[str, str | list[str]] = {}
    timings_ms: dict[str, float] = {}


class Reply(BaseModel):
    """One reply. When none came, `outcome` is "failed" and `error` says why.

    `latency_ms` is the wall time of the request as this client saw it.
    """

    conversation_id: str | None = None
    outcome: str
    then: str | None = None
    cards: list[CardView] = []
    trace: TraceView | None = None
    latency_ms: float = 0.0
    error: str | None = None

    @property
    def said(self) -> str:
        """The plain text of all cards, one card a paragraph."""
        return "\n".join(card.text for card in self.cards)

    @property
    def options(self) -> list[OptionView]:
        """What can be chosen, in order of the cards."""
        return [option for card in self.cards for option in card.options if option.choice]


class _Guide(BaseModel):
    id: str


class Assistant:
    """An open connection. Use as `async with Assistant(url, token) as assistant`.

    With a `trace_token` no cookie is kept: each conversation is known by its id alone.
    Without one it behaves as a browser does.
    """

    def __init__(
        self,
        url: str,
        trace_token: str | None = None,
        timeout_s: float = 30.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.url = url.rstrip("/")
        no_cookies = CookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
        self._http = httpx.AsyncClient(
            headers={"X-LXZ-Trace": trace_token} if trace_token else {},
            cookies=no_cookies if trace_token else None,
            timeout=timeout_s,
            transport=transport,
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def say(
        self,
        text: str | None = None,
        *,
        choice: str | None = None,
        conversation_id: str | None = None,
    ) -> Reply:
        """Send one message. A refused or broken reply comes back as a failed one.

        Raises `Unreachable` when nothing listens at the address or it has no chat.
        """
        body = {
            "client_message_id": str(uuid.uuid4()),
            "text": text,
            "choice": choice,
            "conversation_id": conversation_id,
        }
        started = time.perf_counter()
        try:
            response = await self._request(
                "POST",
                "/api/chat",
                json={key: value for key, value in body.items() if value is not None},
            )
            if response.status_code == httpx.codes.NOT_FOUND and conversation_id is None:
                raise Unreachable(f"{self.url}/api/chat is not there (404)")
            reply = _read(response)
        except httpx.HTTPError as error:
            reply = _failed(f"{type(error).__name__}: {error}")
        reply.latency_ms = (time.perf_counter() - started) * 1000
        return reply

    async def converse(self, texts: list[str]) -> list[Reply]:
        """Say the texts in order in one fresh conversation; one reply a text."""
        replies: list[Reply] = []
        conversation_id = None
        for text in texts:
            reply = await self.say(text, conversation_id=conversation_id)
            conversation_id = reply.conversation_id or conversation_id
            replies.append(reply)
        return replies

    async def guides(self) -> frozenset[str]:
        """The ids of the matters the assistant has a guide for."""
        try:
            response = await self._request("GET", "/api/guides")
            response.raise_for_status()
            rows = TypeAdapter(list[_Guide]).validate_json(response.content)
        except (httpx.HTTPError, ValidationError) as error:
            first_line = str(error).splitlines()[0]
            raise Unreachable(f"{self.url}/api/guides gave no list of guides: {first_line}") from (
                error
            )
        return frozenset(row.id for row in rows)

    async def _request(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            return await self._http.request(method, self.url + path, **options)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
            raise Unreachable(f"no assistant answers at {self.url}: {error}") from error
        except httpx.InvalidURL as error:
            raise Unreachable(f"{self.url} is not an address: {error}") from error


def _read(response: httpx.Response) -> Reply:
    if response.is_error:
        return _failed(f"HTTP {response.status_code}: {_problem(response)}")
    try:
        return Reply.model_validate_json(response.content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "body"
        return _failed(f"malformed reply: {where}: {first['msg']}")


def _problem(response: httpx.Response) -> str:
    """The words of an RFC 9457 problem, or the start of whatever came."""
    try:
        body = response.json()
    except ValueError:
        return response.text[:200]
    if isinstance(body, dict):
        return str(body.get("detail") or body.get("title") or body)[:200]
    return str(body)[:200]


def _failed(why: str) -> Reply:
    return Reply(outcome="failed", error=why)
