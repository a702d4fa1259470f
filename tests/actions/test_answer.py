"""A question gives exactly one turn: an answer, a question back, or a decline."""

import datetime as dt
from typing import Any

import pytest

from actions.answer import ActionAnswer
from knowledge_base.compose import answer, facts_of_aspect
from messages import Turn
from tests.actions.conftest import ToldBase, act, resolution, tracker, use
from tests.guide_samples import guide
from tests.real_search import real_search

REMEMBERED = [{"event": "slot", "timestamp": None, "name": "current_item", "value": "deng-ji"}]


def card_of(aspect: Any) -> dict[str, Any]:
    sample = guide()
    card, _, _ = answer(sample, aspect, facts_of_aspect(sample, aspect), dt.date.today())
    return card.model_dump(mode="json", exclude_none=True)


async def test_a_known_fact_is_answered(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9), ("ling", 0.05))
    said = await act(
        ActionAnswer(),
        tracker("登记纸鸢多少钱", entities={"date": "明天"}, slots={"current_item": "ling"}),
    )
    assert base.asked == [("登记纸鸢多少钱", "ling")]
    assert said.events == REMEMBERED
    assert said.turn == {
        "outcome": "answered",
        "cards": [card_of("fee")],
        "trace": {
            "intent": "ask_guide",
            "item": "deng-ji",
            "aspect": "fee",
            "confidence": 0.9,
            "candidates": [{"item": "deng-ji", "p": 0.9}, {"item": "ling", "p": 0.05}],
            "facts": ["fee"],
            "entities": {"date": "明天"},
            "timings_ms": {"encode": 1.0},
        },
    }
    assert said.turn["cards"][0]["lead"] == "纸鸢登记不收费。"


async def test_a_silent_guide_says_who_knows(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9), aspect="amount")
    said = await act(ActionAnswer(), tracker("纸鸢登记发多少钱"))
    assert said.events == REMEMBERED
    assert said.turn["outcome"] == "silent"
    assert said.turn["cards"] == [card_of("amount")]
    assert said.turn["trace"]["facts"] == []
    assert "纸鸢管理处" in said.turn["cards"][0]["text"]


async def test_between_two_matters_it_asks_back(base: ToldBase) -> None:
    base.found = resolution("ask_back", ("deng-ji", 0.4), ("ling", 0.3))
    said = await act(ActionAnswer(), tracker("登记"))
    text = "您想问的是哪一件？纸鸢登记、风铃备案。都不是的话，请换个说法告诉我。"
    act_ = {"intent": "ask_guide", "aspect": "fee"}
    assert said.events == []
    assert said.turn["outcome"] == "clarified"
    assert said.turn["cards"] == [
        {
            "type": "choices",
            "text": text,
            "speech": text,
            "options": [
                {"label": "纸鸢登记", "item": "deng-ji", "act": {**act_, "item": "deng-ji"}},
                {"label": "风铃备案", "item": "ling", "act": {**act_, "item": "ling"}},
            ],
        }
    ]


async def test_an_unlikely_second_is_not_offered(base: ToldBase) -> None:
    base.found = resolution("ask_back", ("deng-ji", 0.5), ("ling", 0.01))
    said = await act(ActionAnswer(), tracker("登记"))
    (card,) = said.turn["cards"]
    assert [option["item"] for option in card["options"]] == ["deng-ji"]
    assert card["text"] == "您想问的是纸鸢登记吗？不是的话，请换个说法告诉我。"


async def test_without_a_matter_it_asks_which(base: ToldBase) -> None:
    base.found = resolution("which_matter", ("deng-ji", 0.1))
    said = await act(ActionAnswer(), tracker("要带什么"))
    text = "您想办哪件事？说一说事情或者您的情况就行，比如“孩子刚出生要上户口”。"
    assert said.events == []
    assert said.turn["outcome"] == "clarified"
    assert said.turn["cards"] == [{"type": "text", "text": text, "speech": text, "options": []}]


@pytest.mark.parametrize("intent", ["out_of_scope", "nlu_fallback", "query_record"])
@pytest.mark.parametrize("candidates", [[("deng-ji", 0.1)], []])
async def test_what_no_guide_answers_is_declined_with_a_way_on(
    intent: str, candidates: list[tuple[str, float]], base: ToldBase
) -> None:
    base.found = resolution("decline", *candidates)
    said = await act(ActionAnswer(), tracker("今天天气", intent, slots={"current_item": "ling"}))
    assert said.events == []
    assert said.turn["outcome"] == "declined"
    (card,) = said.turn["cards"]
    assert (card["type"], card["phones"]) == ("notice", ["12345"])
    assert "12345" in card["text"]
    assert "item" not in said.turn["trace"]
    expected = "ask_guide" if intent == "nlu_fallback" else intent
    assert said.turn["trace"]["intent"] == expected


async def test_a_choice_is_answered_without_searching(base: ToldBase) -> None:
    chosen = {"item": "deng-ji", "aspect": "materials"}
    said = await act(ActionAnswer(), tracker("/choose{...}", "choose", entities=chosen))
    assert base.asked == []
    assert said.events == REMEMBERED
    assert said.turn == {
        "outcome": "answered",
        "cards": [card_of("materials")],
        "trace": {
            "intent": "ask_guide",
            "item": "deng-ji",
            "aspect": "materials",
            "confidence": 1.0,
            "candidates": [],
            "facts": ["materials"],
            "entities": {},
            "timings_ms": {},
        },
    }


async def test_a_choice_without_an_aspect_gives_the_overview(base: ToldBase) -> None:
    said = await act(ActionAnswer(), tracker("/choose", "choose", entities={"item": "deng-ji"}))
    assert said.turn["cards"] == [card_of("overview")]


async def test_a_choice_whose_guide_is_gone_is_declined_without_searching(base: ToldBase) -> None:
    chosen = {"item": "gone", "aspect": "fee"}
    said = await act(ActionAnswer(), tracker("/choose{...}", "choose", entities=chosen))
    assert base.asked == []
    assert said.events == []
    assert said.turn["outcome"] == "declined"


async def test_english_gets_an_introduction_and_honesty(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    said = await act(ActionAnswer(), tracker("kite fee", metadata={"locale": "en"}))
    intro = "Kite Registration: Registering a number for your kite. Details are in Chinese for now."
    (card,) = said.turn["cards"]
    assert card["lead"] == f"{intro}\n纸鸢登记不收费。"
    assert card["text"].startswith(f"{intro}\n纸鸢登记不收费。\n来源：")


async def test_hong_kong_reads_traditional_characters_and_ids_stay(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    said = await act(ActionAnswer(), tracker("紙鳶登記收費嗎", metadata={"locale": "zh-HK"}))
    (card,) = said.turn["cards"]
    assert card["lead"] == "紙鳶登記不收費。"
    assert card["sources"][0]["title"] == "紙鳶登記辦法"
    assert card["sources"][0]["url"] == "https://example.com/kite"
    assert (card["item"], card["aspect"], card["type"]) == ("deng-ji", "fee", "guide")
    assert card["options"][0]["act"] == {
        "intent": "ask_guide",
        "item": "deng-ji",
        "aspect": "materials",
    }
    assert said.turn["trace"]["item"] == "deng-ji"


async def test_with_the_real_search(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, real_search())
    said = await act(ActionAnswer(), tracker("新生儿入户要带什么材料"))
    turn = Turn.model_validate(said.turn)
    assert turn.outcome == "answered"
    assert turn.trace.item == "xinshenger-ruhu"
    assert [event["value"] for event in said.events] == ["xinshenger-ruhu"]
    assert set(turn.trace.timings_ms) == {"encode", "search", "aspect"}
    guide = real_search().guides["xinshenger-ruhu"]
    assert {fact.id for fact in guide.facts} >= set(turn.trace.facts) != set()
