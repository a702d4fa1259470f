"""Thousands of mutated callbacks: none breaks the door, none that is not proven comes in.

LXZ_TEST_CALLBACKS says how many; the seed is fixed, so that a failure comes again.
"""

import asyncio
import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from channels.wechat.models import InboxRow
from channels.wechat.secrets import Keys
from tests.channels.wechat.forger import Forger, Letter
from tests.channels.wechat.mutations import MARK, any_letter
from tests.channels.wechat.opening import Make
from tests.channels.wechat.world import World

COUNT = int(os.environ.get("LXZ_TEST_CALLBACKS", "2000")) // 2
AT_ONCE = 40
EXPECTED = {200, 400, 403, 413}
MAY_ENTER = {
    "nothing",
    "bytes outside",
    "bytes inside",
    "cut",
    "doubled tags",
    "huge number",
    "wrong encoding",
    "nul",
    "nested sections",
    "large",
}

pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize("mode", ["safe", "plain"])
async def test_mutated_callbacks(make_world: Make, tmp_path: Path, mode: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text(MARK)
    world = await make_world(mode=mode, passive_within_s=0.01)
    forger = Forger(world.account.state.world.settings, Random(20261122), secret)
    letters = [any_letter(forger) for _ in range(COUNT)]
    statuses = Counter[int]()
    by_name = Counter[tuple[str, int]]()
    for at in range(0, COUNT, AT_ONCE):
        some = letters[at : at + AT_ONCE]
        answers = await asyncio.gather(*(_post(world, letter) for _, letter in some))
        for (name, letter), (status, text) in zip(some, answers, strict=True):
            by_name[name, status] += 1
            statuses[status] += 1
            assert status in EXPECTED, (name, letter.query, letter.body[:500])
            assert MARK not in text
            if status == 200:
                assert name in MAY_ENTER and letter.signed, (name, letter.body[:500])
    print(f"\n{mode}: {COUNT} callbacks, by status {dict(statuses)}")
    _every_kind_was_judged(by_name, mode)
    kept = await world.rows(InboxRow)
    assert len(kept) <= statuses[200]
    keys = Keys(world.gateway.settings.secret_key.get_secret_value())
    to_be_said = [keys.open(row.sealed) for row in kept if row.sealed]
    assert not any(MARK in words for words in [*world.rasa.messages, *to_be_said])


def _every_kind_was_judged(by_name: Counter[tuple[str, int]], mode: str) -> None:
    """Good ones come in, and what must not does not."""
    assert by_name["nothing", 200] and not by_name["nothing", 403]
    for name in ("unsigned", "without a parameter", "old"):
        assert {status for kind, status in by_name if kind == name} <= {403}
    for name in ("entity", "bomb", "external entity"):
        assert {status for kind, status in by_name if kind == name} <= {400}
    if mode == "safe":
        assert {status for kind, status in by_name if kind == "another's seal"} <= {403}


async def _post(world: World, letter: Letter) -> tuple[int, str]:
    answer = await world.door.post("/wechat/callback", params=letter.query, content=letter.body)
    return answer.status_code, answer.text
