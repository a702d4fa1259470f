"""Each process is killed in turn under a chat: an honest reply, then full recovery."""

import os
import signal
import time
from typing import Any

import httpx
import pytest

from tests.stack import Stack

pytestmark = pytest.mark.stack
QUESTION = "居住证签注要带什么材料"
REPLY_WITHIN_S = 5
RECOVERY_WITHIN_S = 90


@pytest.mark.parametrize("name", ["core", "actions", "rasa", "gateway"])
def test_a_killed_process_comes_back_and_the_conversation_goes_on(stack: Stack, name: str) -> None:
    first = stack.ask(QUESTION)
    conversation = first["conversation_id"]
    assert first["outcome"] == "answered"
    dead = stack.pid(name)
    os.kill(dead, signal.SIGKILL)
    reply = _say_while_down(stack, conversation)
    if name in {"actions", "rasa"}:
        assert reply["outcome"] == "failed"
        notice = reply["cards"][0]
        assert notice["reference"] and "12345" in notice["text"]
    after = _until_answered(stack, conversation)
    assert after["cards"][0]["item"] == "juzhuzheng-qianzhu"
    assert stack.pid(name) != dead
    follow_up = stack.ask("那要多久办一次", conversation_id=conversation)
    assert follow_up["trace"]["item"] == "juzhuzheng-qianzhu"


def test_emergencies_are_answered_with_rasa_down(stack: Stack) -> None:
    conversation = stack.ask("您好")["conversation_id"]
    os.kill(stack.pid("rasa"), signal.SIGKILL)
    for words, number in [("我家里起火了快来人", "119"), ("我真的不想活了", "12356")]:
        reply = stack.ask(words, conversation_id=conversation)
        assert reply["outcome"] == "emergency"
        assert number in reply["cards"][0]["text"]
    _until_answered(stack, conversation)


def _say_while_down(stack: Stack, conversation: str) -> dict[str, Any]:
    """One message right after the kill; the gateway itself may be away for a moment."""
    deadline = time.monotonic() + 30
    while True:
        start = time.monotonic()
        try:
            reply = stack.ask(QUESTION, conversation_id=conversation)
        except httpx.TransportError:
            assert time.monotonic() < deadline, "the gateway did not come back"
            time.sleep(0.2)
            continue
        assert time.monotonic() - start < REPLY_WITHIN_S
        return reply


def _until_answered(stack: Stack, conversation: str) -> dict[str, Any]:
    deadline = time.monotonic() + RECOVERY_WITHIN_S
    while True:
        try:
            reply = stack.ask(QUESTION, conversation_id=conversation)
            if reply["outcome"] == "answered":
                return reply
        except httpx.TransportError:
            pass
        assert time.monotonic() < deadline, "no recovery"
        time.sleep(0.5)
