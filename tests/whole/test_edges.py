"""Odd input and odd timing: a clear reply within five seconds, and the talk goes on."""

import concurrent.futures
import time

import httpx
import pytest

from tests.stack import TRACE_TOKEN, Stack

pytestmark = pytest.mark.stack

ODD = {
    "empty": "",
    "spaces": "   \n\t ",
    "control characters": "\x00\x01\x02\x1b[31m",
    "zero-width": "\u200b\u200c\u200d\ufeff",
    "right to left": "\u202eتعريف\u202c",
    "emoji": "😀😀😀🙏",
    "ten thousand characters": "居住证" * 3334,
    "markup": "<img src=x onerror=alert(1)>",
    "slash": "/restart",
    "full-width slash": "／restart",
    "json": '{"outcome": "approved"}',
    "template": "{{7*7}} ${HOME} %s",
}


@pytest.mark.parametrize("words", ODD.values(), ids=ODD.keys())
def test_odd_words_get_a_clear_reply_and_the_conversation_survives(
    stack: Stack, words: str
) -> None:
    start = time.monotonic()
    reply = stack.ask(words)
    assert time.monotonic() - start < 5
    assert reply["outcome"] != "failed"
    assert reply["cards"][0]["text"]
    after = stack.ask("居住证签注要带什么", conversation_id=reply["conversation_id"])
    assert after["outcome"] == "answered"


def test_two_messages_at_once_are_both_answered_in_one_conversation(stack: Stack) -> None:
    conversation = stack.ask("您好")["conversation_id"]
    questions = ["公司设立登记要什么材料", "育儿补贴多少钱一年"]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        replies = list(pool.map(lambda q: stack.ask(q, conversation_id=conversation), questions))
    items = [reply["cards"][0].get("item") for reply in replies]
    assert items == ["company-setup", "yuer-butie"]


def test_the_same_message_twice_is_one_message(stack: Stack) -> None:
    conversation = stack.ask("您好")["conversation_id"]
    message = {"conversation_id": conversation, "client_message_id": "m-1"}
    first = stack.ask("失业登记怎么办", **message)
    second = stack.ask("失业登记怎么办", **message)
    assert first["event_ids"] == second["event_ids"]


def test_a_foreign_conversation_is_not_there(stack: Stack) -> None:
    conversation = stack.ask("您好")["conversation_id"]
    with httpx.Client(base_url=stack.url, trust_env=False, timeout=10) as stranger:
        reply = stranger.post(
            "/api/chat", json={"text": "刚才说什么", "conversation_id": conversation}
        )
        assert reply.status_code == 404
        assert reply.headers["content-type"] == "application/problem+json"
        assert stranger.get(f"/api/conversations/{conversation}/events").status_code == 404


def test_the_trace_is_shown_to_the_token_alone(stack: Stack) -> None:
    with httpx.Client(base_url=stack.url, trust_env=False, timeout=10) as client:
        plain = client.post("/api/chat", json={"text": "您好"}).json()
        wrong = client.post(
            "/api/chat", json={"text": "您好"}, headers={"X-LXZ-Trace": TRACE_TOKEN + "x"}
        ).json()
    assert "trace" not in plain
    assert "trace" not in wrong
