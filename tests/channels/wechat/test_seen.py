"""Redis only spares the database a question; without it nothing is lost."""

import os

import pytest

from channels.wechat.seen import Seen


async def test_without_redis_nothing_is_known() -> None:
    seen = Seen("")
    await seen.put("a", 1)
    assert await seen.get("a") is None
    await seen.close()


async def test_a_redis_that_is_gone_knows_nothing_and_breaks_nothing() -> None:
    seen = Seen("redis://127.0.0.1:1")
    await seen.put("a", 1)
    assert await seen.get("a") is None
    await seen.close()


async def test_processes_share_what_was_kept() -> None:
    url = os.environ.get("LXZ_TEST_REDIS_URL")
    if not url:
        pytest.skip("no Redis server: LXZ_TEST_REDIS_URL is not set")
    one, two, digest = Seen(url), Seen(url), os.urandom(16).hex()
    assert await two.get(digest) is None
    await one.put(digest, 7)
    assert await two.get(digest) == 7
    await one.close()
    await two.close()
