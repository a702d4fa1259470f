"""A call of an interface with the access token in its address, renewed once when it is refused."""

from collections.abc import Mapping
from typing import Any, Protocol

import httpx

from channels.wechat.api_errors import BadToken
from channels.wechat.wire import JSON_HEADERS, as_bytes, exchange, is_json, read_answer


class Tokens(Protocol):
    """Where the access token comes from: AccessTokens, or OwnToken for a command."""

    async def get(self, refused: str | None = None) -> str:
        """A token that is not `refused`."""


class Caller:
    """Calls interfaces. Raises what api_errors.py names."""

    def __init__(self, client: httpx.AsyncClient, tokens: Tokens) -> None:
        self._client = client
        self._tokens = tokens

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to a JSON body."""
        response = await self._call("POST", path, content=as_bytes(body), headers=JSON_HEADERS)
        return read_answer(response)

    async def get(self, path: str) -> dict[str, Any]:
        """The answer to a question without a body."""
        return read_answer(await self._call("GET", path))

    async def upload(
        self, path: str, query: Mapping[str, str], file: tuple[str, bytes, str]
    ) -> dict[str, Any]:
        """The answer to a file (name, content, content type) in the form field `media`."""
        return read_answer(await self._call("POST", path, query, files={"media": file}))

    async def download(self, path: str, query: Mapping[str, str]) -> httpx.Response:
        """A file."""
        return await self._call("GET", path, query)

    async def _call(
        self, method: str, path: str, query: Mapping[str, str] | None = None, **options: Any
    ) -> httpx.Response:
        token = await self._tokens.get()
        try:
            return await self._once(method, path, token, query, **options)
        except BadToken:
            token = await self._tokens.get(refused=token)
        return await self._once(method, path, token, query, **options)

    async def _once(
        self, method: str, path: str, token: str, query: Mapping[str, str] | None, **options: Any
    ) -> httpx.Response:
        params = {"access_token": token, **(query or {})}
        response = await exchange(self._client, method, path, params=params, **options)
        if is_json(response):
            read_answer(response)
        return response
