import asyncio

import httpx
import pytest

from cli.assistant import Assistant, Reply


def say(response: httpx.Response | Exception) -> Reply:
    def answer(_: httpx.Request) -> httpx.Response:
        if isinstance(response, Exception):
            raise response
        return response

    async def once() -> Reply:
        async with Assistant("http://x", transport=httpx.MockTransport(answer)) as assistant:
            return await assistant.say("喂", conversation_id="c1")

    return asyncio.run(once())


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (httpx.Response(200, text="<html>"), "malformed reply: body"),
        (httpx.Response(200, json={"cards": []}), "malformed reply: outcome"),
        (
            httpx.Response(200, json={"outcome": "answered", "trace": {"confidence": 1.5}}),
            "malformed reply: trace.confidence",
        ),
        (httpx.Response(429, json={"title": "太快了"}), "HTTP 429: 太快了"),
        (httpx.Response(404, json={"title": "没有这个对话"}), "HTTP 404: 没有这个对话"),
        (httpx.Response(502, text="bad gateway"), "HTTP 502: bad gateway"),
        (httpx.ReadTimeout("slow"), "ReadTimeout: slow"),
    ],
)
def test_trouble_is_a_failed_reply_that_says_why(
    response: httpx.Response | Exception, error: str
) -> None:
    reply = say(response)
    assert reply.outcome == "failed"
    assert reply.error is not None
    assert reply.error.startswith(error)


def test_unknown_fields_of_a_newer_assistant_do_no_harm() -> None:
    body = {
        "outcome": "answered",
        "weather": "晴",
        "cards": [{"type": "map", "text": "图", "x": 1}],
    }
    reply = say(httpx.Response(200, json=body))
    assert (reply.outcome, reply.said) == ("answered", "图")
