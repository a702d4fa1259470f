"""One HTTP exchange with WeChat's server: bytes out, an answer or a typed error back.

Nothing here logs: addresses carry tokens, bodies carry openids.
"""

import json
from collections.abc import Mapping
from typing import Any

import httpx

from channels.wechat.api_errors import Away, Refused, raise_refusal

JSON_HEADERS = {"Content-Type": "application/json; charset=utf-8"}
NOT_BEGUN = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


def as_bytes(body: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8 without \\u escapes, which WeChat would show to the citizen as they are."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


async def exchange(
    client: httpx.AsyncClient, method: str, path: str, **options: Any
) -> httpx.Response:
    """The response with status 200. Raises Away and Refused; neither names an address."""
    try:
        response = await client.request(method, path, **options)
    except NOT_BEGUN as error:
        raise Away(type(error).__name__) from None
    except httpx.HTTPError as error:
        raise Away(type(error).__name__, maybe_done=True) from None
    if response.status_code >= 500:
        raise Away(f"status {response.status_code}", maybe_done=True)
    if response.status_code != 200:
        raise Refused(response.status_code, "HTTP status")
    return response


def read_answer(response: httpx.Response) -> dict[str, Any]:
    """The JSON object of an answer; its content type is often text/plain.

    Raises what `errcode` means, and Away for what is no JSON object (a proxy's page).
    """
    try:
        answer = json.loads(response.content, strict=False)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise Away("an answer that is no JSON object", maybe_done=True)
    raise_refusal(answer)
    return answer


def is_json(response: httpx.Response) -> bool:
    """Whether an answer is words about a file instead of the file."""
    kind = response.headers.get("Content-Type", "")
    return str(kind).startswith(("application/json", "text/plain"))
