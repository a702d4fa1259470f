"""The words of a card: lead, short answer, sources, caution, options and speech."""

import datetime as dt

import pytest

from knowledge_base.wording import EN, ZH, Language, wording
from messages import Aspect
from tests.guide_samples import guide
from tests.knowledge_base.composed_cards import ASPECTS, LANGUAGES, TODAY, card_of, resolved


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_aspect_has_its_words(language: Language) -> None:
    words = wording(language)
    assert set(words.titles) == set(words.unsaid) == set(ASPECTS)
    assert all(len(title) <= 24 for title in words.titles.values())
    assert (wording("zh"), wording("en")) == (ZH, EN)


def test_the_whole_card_of_a_known_fact() -> None:
    card, ids, known = card_of(guide(), "fee")
    assert (ids, known) == (["fee"], True)
    assert card.text == (
        "纸鸢登记不收费。\n来源：纸鸢管理处《纸鸢登记办法》（2024-03-01）。指南整理于2026-11-01。"
    )
    assert card.speech == "纸鸢登记不收费。"
    assert card.as_of == "2024-03-01"
    assert [(s.title, s.url) for s in card.sources] == [
        ("纸鸢登记办法", "https://example.com/kite")
    ]
    assert [section.aspect for section in card.sections] == [
        "overview",
        "eligibility",
        "materials",
        "time_limit",
        "place",
    ]
    assert [option.label for option in card.options] == ["要带什么", "谁能办", "去哪里办"]


def test_the_whole_card_in_english() -> None:
    sample = guide()
    sample.facts[2].text_en = "Kite registration (first time) is free; it takes 3-5 days."
    card, ids, known = card_of(sample, "fee", "en")
    assert (ids, known, card.name, card.more) == (["fee"], True, "Kite Registration", [])
    assert card.text == (
        "Kite registration (first time) is free; it takes 3-5 days.\n"
        "Source: 纸鸢管理处《纸鸢登记办法》（2024-03-01）. Guide checked on 2026-11-01."
    )
    assert card.speech == "Kite registration first time is free; it takes 3 to 5 days."
    assert [option.label for option in card.options] == [
        "What to bring",
        "Who can apply",
        "Where to go",
    ]


def test_what_is_not_translated_is_said_in_chinese_with_an_excuse() -> None:
    card, ids, _ = card_of(guide(), "fee", "en")
    assert (ids, card.lead) == (["fee"], "纸鸢登记不收费。")
    assert card.more == ["Some details are available in Chinese only."]


def test_the_whole_card_of_a_silent_guide() -> None:
    card, ids, known = card_of(guide(), "amount")
    assert (ids, known) == ([], False)
    assert card.text == (
        "《纸鸢登记》的办事指南没有写明金额标准。\n可以问纸鸢管理处，电话0755-12345。"
    )
    assert card.speech == (
        "纸鸢登记 的办事指南没有写明金额标准。 可以问纸鸢管理处，电话0755 12345。"
    )
    assert card.as_of is None


def test_a_silent_guide_in_english() -> None:
    card, _, _ = card_of(guide(), "amount", "en")
    assert card.text == (
        "The guide on Kite Registration does not say the amounts.\n"
        "You can ask 纸鸢管理处, phone 0755-12345."
    )
    assert card.speech == (
        "The guide on Kite Registration does not say the amounts. "
        "You can ask 纸鸢管理处, phone 0755 12345."
    )


@pytest.mark.parametrize("aspect", ["fee", "amount"])
def test_a_stopped_matter_says_so_first(aspect: Aspect) -> None:
    card, _, _ = card_of(guide(status="stopped"), aspect)
    assert card.lead.startswith("纸鸢登记已经停办。")
    assert card.speech.startswith("纸鸢登记已经停办。")
    assert card.text.startswith(card.lead)
    english, _, _ = card_of(guide(status="stopped"), aspect, "en")
    assert english.lead.startswith("Kite Registration has been discontinued. ")


@pytest.mark.parametrize(
    ("text", "short", "lead"),
    [
        ("纸鸢登记要钱吗", "不用钱。", "不用钱：纸鸢登记不收费。"),
        ("纸鸢登记要钱吗", "不用钱", "不用钱：纸鸢登记不收费。"),
        ("纸鸢登记要不要钱", "不用钱。", "不用钱：纸鸢登记不收费。"),
        ("纸鸢登记收多少钱", "不用钱。", "纸鸢登记不收费。"),
        ("纸鸢登记收什么", "不用钱。", "纸鸢登记不收费。"),
        ("纸鸢登记要钱吗", None, "纸鸢登记不收费。"),
        ("纸鸢登记要钱吗", "纸鸢登记不收费。", "纸鸢登记不收费。"),
    ],
)
def test_a_short_answer_is_said_first_to_a_yes_no_question(
    text: str, short: str | None, lead: str
) -> None:
    sample = guide()
    sample.facts[2].short_answer = short
    card, _, _ = resolved(sample, "fee", [sample.facts[2]], text=text)
    assert card.lead == lead
    assert card.speech == lead
    assert card.text.startswith(lead)


def test_a_short_answer_is_not_said_to_a_choice_nor_in_english() -> None:
    sample = guide()
    sample.facts[2].short_answer = "不用钱。"
    assert card_of(sample, "fee")[0].lead == "纸鸢登记不收费。"
    card, _, _ = resolved(sample, "fee", [sample.facts[2]], text="Is it free?", language="en")
    assert "不用钱" not in card.text


def test_second_hand_is_said_and_not_linked() -> None:
    card, _, _ = card_of(guide(), "time_limit")
    assert card.caution == "提醒：这里有内容不是来自官方页面，办之前请打0755-12345核实。"
    assert card.caution in card.text
    assert card.sources[0].url is None
    assert "《放纸鸢的人说的》（日期不详）" in card.text
    assert card.speech == "纸鸢登记要3到5个工作日，电话0755 25600000。"


def test_what_has_no_source_says_so() -> None:
    card, _, _ = card_of(guide(), "place")
    assert card.sources == []
    assert card.caution is not None
    assert "来源：无公开来源，由编写人员整理。" in card.text


def test_a_source_does_not_vouch_for_a_fact_that_has_none() -> None:
    mixed = guide()
    mixed.facts[4].aspects = ["fee"]
    card, ids, _ = card_of(mixed, "fee")
    assert ids == ["fee", "place"]
    assert "（2024-03-01）；部分内容无公开来源。" in card.text


def test_a_title_in_title_marks_gets_no_second_pair() -> None:
    sample = guide()
    sample.sources["gongbao"].title = "《纸鸢法》文本"
    card, _, _ = card_of(sample, "fee")
    assert "纸鸢管理处《纸鸢法》文本（2024-03-01）" in card.text


@pytest.mark.parametrize(
    ("review_after", "cautious"),
    [(None, False), (TODAY, False), (TODAY - dt.timedelta(days=1), True)],
)
def test_a_fact_past_its_review_date_is_said_with_caution(
    review_after: dt.date | None, cautious: bool
) -> None:
    old = guide()
    old.facts[2].review_after = review_after
    card, _, _ = card_of(old, "fee")
    assert bool(card.caution and "可能已经更新" in card.caution) == cautious
    english, _, _ = card_of(old, "fee", "en")
    assert bool(english.caution and "may be out of date" in english.caution) == cautious


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("zh", "从2026年01月02日起， 纸鸢登记 第1版 收10到20元。"),
        ("en", "从2 January 2026起， 纸鸢登记 第1版 收10 to 20元。"),
    ],
)
def test_dates_and_ranges_are_spoken_in_words(language: Language, spoken: str) -> None:
    sample = guide()
    sample.facts[2].text = "从2026-01-02起，《纸鸢登记》（第1版）收10~20元。"
    card, _, _ = card_of(sample, "fee", language)
    assert card.speech == spoken
