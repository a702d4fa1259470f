"""A question, a choice or a difference gives exactly one turn."""

import datetime as dt
from typing import Any

import pytest

from actions.answer import ActionAnswer
from knowledge_base.case import NO_CASE, OwnCase
from knowledge_base.compose import answer_aspect, answer_resolution
from knowledge_base.public_help import public_help
from messages import Turn
from tests.actions.conftest import (
    ToldBase,
    act,
    remembered,
    resolution,
    spoken,
    tracker,
    use,
)
from tests.guide_samples import guide
from tests.real_search import real_search


def card_of(aspect: Any, language: Any = "zh") -> dict[str, Any]:
    card, _, _ = answer_aspect(guide(), aspect, dt.date.today(), language)
    return card.model_dump(mode="json", exclude_none=True)


async def test_a_known_fact_is_answered(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9), ("ling", 0.05))
    said = await act(
        ActionAnswer(),
        tracker("登记纸鸢多少钱", entities={"date": "明天"}, slots={"current_item": "ling"}),
    )
    assert base.asked == [("登记纸鸢多少钱", "ling", NO_CASE)]
    assert said.events == remembered("deng-ji")
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


@pytest.mark.parametrize(("aspect", "outcome"), [("place", "directed"), ("fee", "declined")])
async def test_who_asks_for_the_hall_is_told_where_it_is(
    aspect: str, outcome: str, base: ToldBase
) -> None:
    base.found = resolution("decline", aspect=aspect)
    place = {"place": public_help().hall.name}
    said = await act(ActionAnswer(), tracker("你们大厅在哪里啊", entities=place))
    assert said.turn["outcome"] == outcome
    assert (public_help().hall.address in said.turn["cards"][0]["text"]) == (aspect == "place")


async def test_a_silent_guide_says_who_knows(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9), aspect="amount", facts=[], said=False)
    said = await act(ActionAnswer(), tracker("纸鸢登记发多少钱"))
    assert said.events == remembered("deng-ji")
    assert said.turn["outcome"] == "silent"
    assert said.turn["cards"] == [card_of("amount")]
    assert said.turn["trace"]["facts"] == []
    assert "纸鸢管理处" in said.turn["cards"][0]["text"]


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
    assert said.events == remembered("deng-ji")
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


@pytest.mark.parametrize(
    ("text", "locale"), [("纸鸢登记收费吗", "en"), ("what is the kite fee", "zh-CN")]
)
async def test_english_is_answered_in_english_where_it_is_chosen_or_spoken(
    text: str, locale: str, base: ToldBase
) -> None:
    fee = base.guides["deng-ji"].facts[2]
    fee.text_en = "Kite registration is free."
    base.found = resolution("answer", ("deng-ji", 0.9), facts=[fee])
    said = await act(ActionAnswer(), tracker(text, metadata={"locale": locale}))
    (card,) = said.turn["cards"]
    assert card["lead"] == "Kite registration is free."
    assert card["name"] == "Kite Registration"
    assert card["text"].startswith("Kite registration is free.\nSource: ")


async def test_chinese_and_a_latin_word_is_answered_in_chinese(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    said = await act(ActionAnswer(), tracker("用i深圳 app 办纸鸢登记收钱吗"))
    assert said.turn["cards"][0]["lead"] == "纸鸢登记不收费。"


async def test_a_yes_no_question_hears_the_short_answer_first(base: ToldBase) -> None:
    fee = base.guides["deng-ji"].facts[2]
    fee.short_answer = "不用钱"
    base.found = resolution("answer", ("deng-ji", 0.9), facts=[fee])
    said = await act(ActionAnswer(), tracker("纸鸢登记要不要钱"))
    assert said.turn["cards"][0]["lead"] == "不用钱：纸鸢登记不收费。"
    said = await act(ActionAnswer(), tracker("纸鸢登记多少钱"))
    assert said.turn["cards"][0]["lead"] == "纸鸢登记不收费。"


async def test_the_matter_at_hand_is_not_remembered_anew(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    slots, events = {"current_item": "deng-ji"}, remembered("ling", "deng-ji")
    said = await act(ActionAnswer(), tracker("多少钱", slots=slots, events=events))
    assert said.events == []


async def test_words_that_go_back_are_searched_with_the_earlier_matter(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    slots, events = {"current_item": "ling"}, remembered("feng", "deng-ji", "ling")
    said = await act(ActionAnswer(), tracker("刚才说的那个多少钱", slots=slots, events=events))
    assert base.asked == [("刚才说的那个多少钱", "deng-ji", NO_CASE)]
    assert base.before == ["ling", "feng"]
    assert said.events == remembered("deng-ji")


async def test_what_was_said_of_the_case_before_counts(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    events = spoken("我爸82了", "那多少钱")
    await act(ActionAnswer(), tracker("那多少钱", events=events))
    assert base.asked == [("那多少钱", None, OwnCase({"age": 82}, {}))]


DIFFERENCE = "纸鸢登记和风铃备案有什么区别"


def told_apart(base: ToldBase) -> None:
    base.of = {
        "纸鸢登记": resolution("answer", ("deng-ji", 0.9)),
        "风铃备案有什么 ": resolution("answer", ("ling", 0.9)),
    }


async def test_a_difference_says_both(base: ToldBase) -> None:
    told_apart(base)
    base.guides["ling"].summary = "给风铃备个案。"
    said = await act(ActionAnswer(), tracker(DIFFERENCE, slots={"current_item": "ling"}))
    text, kite, bell = said.turn["cards"]
    assert text["text"] == (
        "这是两件事。纸鸢登记：给自己的纸鸢登记一个号码。风铃备案：给风铃备个案。"
    )
    assert kite == card_of("eligibility")
    assert (bell["item"], bell["aspect"]) == ("ling", "eligibility")
    assert said.turn["outcome"] == "answered"
    assert (said.turn["trace"]["item"], said.turn["trace"]["facts"]) == ("deng-ji", ["who", "who"])
    assert said.events == remembered("deng-ji")


async def test_a_difference_in_english(base: ToldBase) -> None:
    told_apart(base)
    said = await act(ActionAnswer(), tracker(DIFFERENCE, metadata={"locale": "en"}))
    assert said.turn["cards"][0]["text"].startswith(
        "These are two matters. Kite Registration: Registering a number for your kite. Bells: "
    )
    assert said.turn["cards"][1] == card_of("eligibility", "en")


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
    base = real_search()
    use(monkeypatch, base)
    text = "新生儿入户要带什么材料"
    said = await act(ActionAnswer(), tracker(text))
    turn, found = Turn.model_validate(said.turn), base.resolve(text)
    guide = base.guides["xinshenger-ruhu"]
    card, facts, _ = answer_resolution(guide, found, text, dt.date.today())
    assert (turn.outcome, turn.trace.item) == ("answered", guide.id)
    assert said.events == remembered(guide.id)
    assert set(turn.trace.timings_ms) == set(found.timings_ms)
    assert turn.cards == [card]
    assert turn.trace.facts == facts != []
