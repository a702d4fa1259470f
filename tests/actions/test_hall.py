"""The way: what the hall's own file says, and nothing that no source says."""

from typing import Any

import pytest

from actions.hall import ASK_THERE, NO_WINDOW, NOT_KNOWN, ActionHall, hall_meant, place_card
from knowledge_base.hall.finding import FoundPlace, find_place, the_hall
from messages import PlaceCard, TextCard, Trace, Turn
from tests.actions.conftest import ToldBase, act, remembered, resolution, tracker, whole

ASKS = "hall_directions"


def hall() -> PlaceCard:
    found = the_hall()
    assert found is not None
    return place_card(found)


def text(says: str) -> TextCard:
    return TextCard(text=says + ASK_THERE, speech=says + ASK_THERE)


def place(words: str) -> FoundPlace:
    found = find_place(words)
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def no_guide(base: ToldBase) -> None:
    base.found = resolution("decline")


@pytest.mark.parametrize("said", ["大厅在哪里", "/hall_directions{...}"])
async def test_the_hall_is_where_its_source_says(said: str) -> None:
    turn = (await act(ActionHall(), tracker(said, ASKS))).turn
    assert turn["outcome"] == "directed"
    (card,) = turn["cards"]
    assert (card["name"], card["address"]) == ("罗湖区政务服务中心", "罗湖区经二路48号")
    assert "罗湖区经二路48号" in card["text"]


async def test_a_part_of_the_hall_says_what_was_asked() -> None:
    said = await act(ActionHall(), tracker("出入境服务厅的电话", ASKS))
    card = place_card(place("出入境服务厅的电话"))
    assert said.turn == whole("directed", card, intent=ASKS)
    assert "0755-84460481" in card.text and card.phone == "0755-84460481"


async def test_a_window_has_no_number_that_nobody_published() -> None:
    asked = tracker("社保在几号窗口", ASKS, entities={"window": "几号窗口"})
    said = await act(ActionHall(), asked)
    known = place_card(place("社保在几号窗口"))
    shown = whole("directed", text(NO_WINDOW), known, intent=ASKS, entities={"window": "几号窗口"})
    assert said.turn == shown


@pytest.mark.parametrize("words", ["南山区政务大厅在哪", "哪里可以打印复印"])
async def test_what_nobody_wrote_is_not_known_and_the_hall_is_shown(words: str) -> None:
    said = await act(ActionHall(), tracker(words, ASKS))
    assert said.turn == whole("directed", text(NOT_KNOWN), hall(), intent=ASKS)


async def test_a_place_without_the_fact_that_is_asked_for() -> None:
    said = await act(ActionHall(), tracker("大厅几点下班", ASKS))
    card = place_card(place("大厅几点下班"))
    assert said.turn == whole("directed", text(NOT_KNOWN), card, intent=ASKS)
    assert (card.text, card.hours) == ("罗湖区政务服务中心。", None)


async def test_the_guide_that_answers_comes_first(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    said = await act(ActionHall(), tracker("纸鸢登记在哪里办", ASKS))
    assert (said.turn["outcome"], said.turn["trace"]["item"]) == ("directed", "deng-ji")
    assert [card["type"] for card in said.turn["cards"]] == ["guide", "place"]
    assert said.events == remembered("deng-ji")


async def test_in_doubt_only_the_guide_answers(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    said = await act(ActionHall(), tracker("纸鸢登记在哪里办", ASKS, sureness=0.4))
    assert said.turn["outcome"] == "answered"
    assert [card["type"] for card in said.turn["cards"]] == ["guide"]


def test_old_facts_are_said_with_caution() -> None:
    old, sure = place_card(place("罗湖口岸几点关门")), place_card(place("公租房核对在几楼"))
    assert old.text == f"{old.speech}资料有些旧，去之前最好先打电话问一下。"
    assert sure.text == sure.speech


@pytest.mark.parametrize(
    ("outcome", "aspect", "words", "shown"),
    [
        ("declined", "place", "政务大厅怎么走", True),
        ("declined", "fee", "政务大厅停车收费吗", False),
        ("answered", "place", "政务大厅怎么走", False),
        ("declined", "place", "罗湖体育馆在哪", False),
        ("declined", "place", "办签证去哪", False),
    ],
)
def test_the_hall_helps_who_asks_for_its_place_and_no_guide_answers(
    outcome: Any, aspect: Any, words: str, shown: bool
) -> None:
    turn = Turn(outcome=outcome, cards=[TextCard(text="没有")], trace=Trace(aspect=aspect))
    meant = hall_meant(tracker(words), turn)
    if shown:
        assert (meant.outcome, meant.trace) == ("directed", turn.trace)
        assert [card.name for card in meant.cards if isinstance(card, PlaceCard)] == [
            "罗湖区政务服务中心"
        ]
    else:
        assert meant is turn


def test_it_has_the_name_that_the_rules_call() -> None:
    assert ActionHall().name() == "action_hall"
