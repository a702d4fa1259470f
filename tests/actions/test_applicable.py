"""The guide of a matter that can be applied for here offers it."""

from typing import Any

import pytest

from actions import applicable
from actions.applicable import offer_applying
from actions.question import question_turn
from actions.thread import thread_of
from core.contract import ItemSummary
from messages import Act, Option, Turn
from tests.actions.conftest import ToldBase, resolution, tracker
from tests.actions.fake_core import Away, FakeCore, No

APPLY = Option(
    label="现在申请", item="deng-ji", act=Act(intent="start_application", item="deng-ji")
)


def item(id: str) -> ItemSummary:
    known: dict[str, Any] = {"audience": "person", "assurance": "phone", "instant": True}
    return ItemSummary(item=id, title="登记", demo=True, **known)


def answered(base: ToldBase) -> Turn:
    base.found = resolution("answer", ("deng-ji", 0.9))
    known: Any = base
    return question_turn(known, thread_of(tracker("纸鸢登记收费吗")), "zh")


async def test_it_is_offered_first(base: ToldBase, core: FakeCore) -> None:
    core.on("GET", "/v1/items", [item("ling"), item("deng-ji")])
    before = answered(base).cards[0].options  # type: ignore[union-attr]
    turn = await offer_applying(answered(base))
    assert turn.cards[0].options == [APPLY, *before]  # type: ignore[union-attr]


async def test_another_matter_is_not(base: ToldBase, core: FakeCore) -> None:
    core.on("GET", "/v1/items", [item("ling")])
    assert await offer_applying(answered(base)) == answered(base)


async def test_core_is_asked_once_in_a_while(
    base: ToldBase, core: FakeCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    core.on("GET", "/v1/items", [item("deng-ji")])
    await offer_applying(answered(base))
    await offer_applying(answered(base))
    assert len(core.sent) == 1
    monkeypatch.setattr(applicable, "_asked", applicable._asked - applicable.ASK_EVERY_S)
    await offer_applying(answered(base))
    assert len(core.sent) == 2


@pytest.mark.parametrize(
    "down", [Away(), No(503, ""), No(403, ""), [{"item": "?"}]], ids=["away", "503", "403", "shape"]
)
async def test_while_core_is_away_what_was_known_holds(
    down: Any, base: ToldBase, core: FakeCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applicable, "_known", frozenset({"deng-ji"}))
    core.on("GET", "/v1/items", down)
    turn = await offer_applying(answered(base))
    assert turn.cards[0].options[0] == APPLY  # type: ignore[union-attr]


async def test_core_that_was_away_is_soon_asked_again(
    base: ToldBase, core: FakeCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    core.on("GET", "/v1/items", Away(), [item("deng-ji")])
    await offer_applying(answered(base))
    monkeypatch.setattr(applicable, "_asked", applicable._asked - applicable.AGAIN_AFTER_S)
    turn = await offer_applying(answered(base))
    assert turn.cards[0].options[0] == APPLY  # type: ignore[union-attr]
