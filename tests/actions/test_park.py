"""Where to park: the nearest car parks with their free places, as core tells them."""

from typing import Any

import pytest

from actions.park import HALL, LONGEST, ActionPark
from messages import PlaceCard, TextCard
from tests.actions.conftest import (
    ToldBase,
    act,
    failure,
    remembered,
    resolution,
    tracker,
    whole,
)
from tests.actions.fake_core import Away, FakeCore, No
from tests.core_views import park, parks

PATH = "/v1/parking"


async def test_car_parks_with_their_free_places(core: FakeCore) -> None:
    core.on("GET", PATH, parks(park(), park(name="另一个", distance_m=None, demo=True)))
    said = await act(ActionPark(), tracker("东门附近哪里好停车", "find_parking"))
    assert core.to("GET", PATH) == [{"near": "东门附近哪里好停车", "limit": "3"}]
    assert said.events == []
    cards = said.turn["cards"]
    assert said.turn["outcome"] == "directed"
    lead = "东门附近的停车场："
    assert cards[0] == TextCard(text=lead, speech=lead).model_dump(exclude_none=True)
    text = "示范停车场，约300米：还有12个空位（共80个）。"
    known = PlaceCard.model_validate(cards[1])
    assert (known.text, known.speech) == (text, "示范停车场，还有12个空位。")
    assert (known.name, known.address, known.free, known.total) == (
        "示范停车场",
        "示范路1号",
        12,
        80,
    )
    assert (known.as_of, known.demo) == ("2026-11-23T01:00:00+00:00", False)
    assert cards[2]["text"] == "另一个：还有12个空位（共80个）（演示）。"


async def test_no_car_park_is_said(core: FakeCore) -> None:
    core.on("GET", PATH, parks(says="附近没有查到停车场。"))
    said = await act(ActionPark(), tracker("哪里停车", "find_parking"))
    assert [one["near"] for one in core.to("GET", PATH)] == ["哪里停车", HALL]
    card = TextCard(text="附近没有查到停车场。", speech="附近没有查到停车场。")
    assert said.turn == whole("directed", card, intent="find_parking")


async def test_where_no_known_place_was_named_it_is_by_the_hall(core: FakeCore) -> None:
    core.on("GET", PATH, parks(says="没有听到地方。"), parks(park(), says="大厅附近的停车场："))
    said = await act(ActionPark(), tracker("哪里停车", "find_parking"))
    assert said.turn["cards"][0]["text"] == "大厅附近的停车场："


async def test_a_choice_is_by_the_hall_and_long_words_are_cut(core: FakeCore) -> None:
    core.on("GET", PATH, parks(park()))
    await act(ActionPark(), tracker("/find_parking{...}", "find_parking"))
    await act(ActionPark(), tracker("停" * 300, "find_parking"))
    assert [one["near"] for one in core.to("GET", PATH)] == [HALL, "停" * LONGEST]


async def test_the_day_and_the_time_that_were_said_go_along(core: FakeCore) -> None:
    core.on("GET", PATH, parks(park()))
    said = {"date": "周六", "time": "下午"}
    await act(ActionPark(), tracker("周六下午东门停车", "find_parking", entities=said))
    assert core.to("GET", PATH)[0]["at"] == "周六 下午"


async def test_core_away_and_core_refusing(core: FakeCore) -> None:
    core.on("GET", PATH, Away(), No(422, "请说说在哪里。"))
    away = await act(ActionPark(), tracker("哪里停车", "find_parking"))
    refused = await act(ActionPark(), tracker("哪里停车", "find_parking"))
    safe = "可以先看路边的停车指引，或者打0755-12345问。"
    assert away.turn == whole("failed", failure(safe), intent="find_parking")
    card = TextCard(text="请说说在哪里。", speech="请说说在哪里。")
    assert refused.turn == whole("directed", card, intent="find_parking")


@pytest.mark.parametrize("decision", ["answer", "decline"])
async def test_in_doubt_a_guide_answers_first(
    decision: Any, base: ToldBase, core: FakeCore
) -> None:
    base.found = resolution(decision, ("deng-ji", 0.9))
    core.on("GET", PATH, parks())
    said = await act(ActionPark(), tracker("停车证怎么办", "find_parking", sureness=0.6))
    answered = decision == "answer"
    assert said.turn["outcome"] == ("answered" if answered else "directed")
    assert said.events == (remembered("deng-ji") if answered else [])
    assert bool(core.sent) is not answered


def test_it_has_the_name_that_the_rules_call() -> None:
    assert ActionPark().name() == "action_park"
