"""The gateway's wire to core: private values, files, notifications of payments, one's own data.
Documents go by documents.py, who is signed in by sign_in_client.py.

What core cannot do now never fails a turn: values then stay hidden.
"""

import asyncio
import logging
import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel

from channels.gateway.core_wire import (
    FILE_TIMEOUT_S,
    TIMEOUT_S,
    CoreUnavailable,
    Refused,
    connect,
)
from core.contract import (
    MY_DATA_PATH,
    PAYMENTS_PATH,
    VAULT_PATH,
    FileKept,
    MyDataExport,
    Opened,
    OpenRequest,
    PersonData,
    PrivateValue,
    Tokens,
    TokensRequest,
)

log = logging.getLogger("luoxiaozheng.gateway.core")

VALUES_A_CALL = 50
TOKENS_A_CALL = 200
REFUSALS = (413, 415, 422)

Answer = TypeVar("Answer", bound=BaseModel)


class FileNotKept(Refused):
    """Core did not take a file."""


class NoData(Refused):
    """Core did not give a person their data."""


class CoreClient:
    """Keeps its connections open; close it at the end."""

    def __init__(
        self, base_url: str, token: str, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._http = connect(base_url, token, transport)

    async def tokens(self, session: str, values: Sequence[PrivateValue]) -> list[str] | None:
        """One token of the vault a value, in order; None when core cannot keep them now."""
        tokens: list[str] = []
        try:
            async with asyncio.timeout(TIMEOUT_S):
                for at in range(0, len(values), VALUES_A_CALL):
                    some = list(values[at : at + VALUES_A_CALL])
                    body = TokensRequest(session=session, values=some)
                    answer = await self._call("tokens", Tokens, json=body.model_dump())
                    if len(answer.tokens) != len(some):
                        raise CoreUnavailable
                    tokens += answer.tokens
        except (TimeoutError, CoreUnavailable):
            log.warning("core keeps no values", extra={"conversation": session})
            return None
        return tokens

    async def open(
        self, session: str, tokens: Sequence[str], purpose: str, deadline: float = math.inf
    ) -> dict[str, str]:
        """Token to value, as far as core knows them; empty when core cannot open them now, which
        is before `deadline` (event loop time, seconds)."""
        values: dict[str, str] = {}
        latest = min(deadline, asyncio.get_running_loop().time() + TIMEOUT_S)
        try:
            async with asyncio.timeout_at(latest):
                for at in range(0, len(tokens), TOKENS_A_CALL):
                    some = list(tokens[at : at + TOKENS_A_CALL])
                    body = OpenRequest(session=session, tokens=some, purpose=purpose)
                    values |= (await self._call("open", Opened, json=body.model_dump())).values
        except (TimeoutError, CoreUnavailable):
            log.warning("core opens no tokens", extra={"conversation": session})
            return {}
        return values

    async def keep_file(self, session: str, name: str, content: bytes) -> FileKept:
        """Let core keep a file. Raises FileNotKept with a sentence for the citizen."""
        files = {"file": (name or "file", content)}
        try:
            async with asyncio.timeout(FILE_TIMEOUT_S):
                return await self._call("files", FileKept, data={"session": session}, files=files)
        except (TimeoutError, CoreUnavailable):
            log.warning("core keeps no file", extra={"conversation": session})
            raise FileNotKept(503, "文件暂时存不了，请过一会儿再上传一次。") from None

    async def pass_notification(
        self, provider: str, headers: Mapping[str, str], body: bytes
    ) -> httpx.Response:
        """Hand a provider's notification on as it came; core's answer, which is the provider's.
        Raises CoreUnavailable, and then it is to be sent again."""
        path = f"{PAYMENTS_PATH}/notifications/{quote(provider, safe='')}"
        try:
            async with asyncio.timeout(FILE_TIMEOUT_S):
                answer = await self._http.post(path, content=body, headers=headers)
        except (TimeoutError, httpx.HTTPError):
            log.warning("core takes no notification", extra={"provider": provider})
            raise CoreUnavailable from None
        return answer

    async def my_data(self, session: str) -> dict[str, object]:
        """Everything core keeps about who is signed in. Raises NoData."""
        body = MyDataExport(session=session)
        try:
            async with asyncio.timeout(FILE_TIMEOUT_S):
                answer = await self._http.post(f"{MY_DATA_PATH}/export", json=body.model_dump())
            if answer.status_code == 403:
                raise NoData(403, str(answer.json()["detail"]))
            if answer.status_code == 200:
                return PersonData.model_validate_json(answer.content).data
        except (TimeoutError, httpx.HTTPError, ValueError, KeyError, TypeError):
            log.warning("core gives no data", extra={"conversation": session})
        raise NoData(503, "办事的系统现在没有回应，您的数据没有受影响。请过一会儿再下载。")

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def _call(self, what: str, kind: type[Answer], **body: Any) -> Answer:
        """Raises CoreUnavailable, and FileNotKept for a file that core refuses."""
        try:
            response = await self._http.post(f"{VAULT_PATH}/{what}", **body)
            if what == "files" and response.status_code in REFUSALS:
                raise FileNotKept(response.status_code, str(response.json()["detail"]))
            if response.status_code == 200:
                return kind.model_validate_json(response.content)
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            raise CoreUnavailable from None
        raise CoreUnavailable
