"""With a slow bot, WeChat's retries and a gateway that is killed, each message gets one answer.

LXZ_TEST_WECHAT_MESSAGES says how many messages; 500 take two minutes.
"""

import os
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.whole.wechat_world import World, world

MESSAGES = int(os.environ.get("LXZ_TEST_WECHAT_MESSAGES", "80"))
AT_ONCE = 50
SLOW_S = 6.0
WORKERS = "64"
UP_S = 5.2
"""Between two deaths: longer than WeChat waits between two tries, so that one of the three tries of
each message finds the gateway, however long that takes to start."""
PATIENCE_S = 60 + MESSAGES * SLOW_S / 20

pytestmark = pytest.mark.timeout(300 + 4 * MESSAGES)


def test_a_slow_bot_answers_each_message_once(tmp_path: Path) -> None:
    with world(tmp_path, SLOW_S, LXZ_WECHAT_WORKERS=WORKERS) as wechat:
        _fail(wechat, duplicate=MESSAGES // 10, drop_answers=MESSAGES // 10)
        got = _everybody_asks(wechat, lambda: None)
        _report("slow", wechat, got)
        assert _answers(got) == {number: 1 for number in range(MESSAGES)}


def test_a_killed_gateway_answers_each_message_once(tmp_path: Path) -> None:
    with world(tmp_path, SLOW_S, LXZ_WECHAT_WORKERS=WORKERS) as wechat:

        def die_twice() -> None:
            for _ in range(2):
                time.sleep(UP_S)
                wechat.kill_gateway()
                time.sleep(1)
                wechat.start_gateway()

        got = _everybody_asks(wechat, die_twice)
        _report("killed", wechat, got)
        assert _answers(got) == {number: 1 for number in range(MESSAGES)}


def test_a_quick_bot_that_is_killed_answers_each_message_once(tmp_path: Path) -> None:
    """Most answers are passive replies here, so that the deaths fall among them."""
    with world(tmp_path, 0.3, LXZ_WECHAT_WORKERS=WORKERS) as wechat:

        def die_often() -> None:
            for up_s in (0.8, UP_S, UP_S):
                time.sleep(up_s)
                wechat.kill_gateway()
                wechat.start_gateway()

        got = _everybody_asks(wechat, die_often)
        _report("quick", wechat, got)
        assert _answers(got) == {number: 1 for number in range(MESSAGES)}


def _everybody_asks(wechat: World, meanwhile: Callable[[], None]) -> list[list[dict[str, Any]]]:
    """Each user asks one thing; what each got once everybody has an answer, and a while later."""
    client = httpx.Client(base_url=wechat.wechat, timeout=120, trust_env=False)

    def ask(number: int) -> None:
        client.post("/admin/users", json={"name": f"u{number}"}).raise_for_status()
        words = {"kind": "text", "text": f"问题{number}号是什么"}
        client.post(f"/admin/users/u{number}/send", json=words).raise_for_status()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = [pool.submit(ask, number) for number in range(MESSAGES)]
        meanwhile()
        for one in asked:
            one.result()
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        got = [_received(client, number) for number in range(MESSAGES)]
        if all(_answers(got).values()):
            break
        time.sleep(1)
    time.sleep(SLOW_S + 4)  # a second answer would have come by now
    return [_received(client, number) for number in range(MESSAGES)]


def _received(client: httpx.Client, number: int) -> list[dict[str, Any]]:
    got: list[dict[str, Any]] = client.get(f"/admin/users/u{number}/received").json()
    return got


def _answers(got: list[list[dict[str, Any]]]) -> dict[int, int]:
    """How often each question was answered. That it takes a while is no answer."""
    return {
        number: sum(one.get("text") == f"答：问题{number}号是什么" for one in items)
        for number, items in enumerate(got)
    }


def _fail(wechat: World, **failures: int) -> None:
    address = f"{wechat.wechat}/admin/failures"
    httpx.post(address, json=failures, trust_env=False).raise_for_status()


def _report(name: str, wechat: World, got: list[list[dict[str, Any]]]) -> None:
    deliveries = httpx.get(f"{wechat.wechat}/admin/deliveries", timeout=60, trust_env=False).json()
    tries = Counter(len(one["tries"]) for one in deliveries)
    ways = Counter(item["via"] for items in got for item in items)
    print(f"\n{name}: {MESSAGES} messages, tries {dict(tries)}, ways {dict(ways)}")
