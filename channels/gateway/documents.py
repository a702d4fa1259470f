"""The gateway's wire to core for documents: results, receipts, and whether one is genuine."""

import asyncio
import logging
from urllib.parse import quote

import httpx

from channels.gateway.core_wire import (
    FILE_TIMEOUT_S,
    TIMEOUT_S,
    CoreUnavailable,
    Refused,
    connect,
)
from core.contract import CASES_PATH, PAYMENTS_PATH, ResultCheck

log = logging.getLogger("luoxiaozheng.gateway.documents")

NO_RESULT = (403, 404, 409, 503)
"""Refusals with a sentence for the citizen."""


class NoResult(Refused):
    """Core did not give a document."""


class Documents:
    """Keeps its connections open; close it at the end."""

    def __init__(
        self, base_url: str, token: str, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._http = connect(base_url, token, transport)

    async def result(self, session: str, number: str) -> bytes:
        """The result document (PDF) of a case, for its owner. Raises NoResult."""
        path = f"{CASES_PATH}/{quote(number, safe='')}/result"
        away = "结果文件暂时取不到，办件的结果不受影响，请过一会儿再下载。"
        return await self._document(path, session, away)

    async def receipt(self, session: str, order: str) -> bytes:
        """The receipt (PDF) of a payment, for who placed the order. Raises NoResult."""
        path = f"{PAYMENTS_PATH}/orders/{quote(order, safe='')}/receipt"
        away = "缴费凭证暂时取不到，付款不受影响，请过一会儿再下载。"
        return await self._document(path, session, away)

    async def check_result(self, code: str) -> ResultCheck:
        """What the code of a result document says about it. Raises CoreUnavailable."""
        return await self._check(f"{CASES_PATH}/verify/{quote(code, safe='')}")

    async def check_receipt(self, code: str) -> ResultCheck:
        """What the code of a receipt says about it. Raises CoreUnavailable."""
        return await self._check(f"{PAYMENTS_PATH}/verify/{quote(code, safe='')}")

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def _document(self, path: str, session: str, away: str) -> bytes:
        """`away` is what the citizen is told where core does not answer."""
        try:
            async with asyncio.timeout(FILE_TIMEOUT_S):
                answer = await self._http.get(path, params={"session": session})
            if answer.status_code in NO_RESULT:
                raise NoResult(answer.status_code, str(answer.json()["detail"]))
            if answer.status_code == 200:
                return answer.content
        except (TimeoutError, httpx.HTTPError, ValueError, KeyError, TypeError):
            log.warning("core gives no document", extra={"conversation": session})
        raise NoResult(503, away)

    async def _check(self, path: str) -> ResultCheck:
        try:
            async with asyncio.timeout(TIMEOUT_S):
                answer = await self._http.get(path)
            if answer.status_code == 200:
                return ResultCheck.model_validate_json(answer.content)
        except (TimeoutError, httpx.HTTPError, ValueError):
            raise CoreUnavailable from None
        raise CoreUnavailable
