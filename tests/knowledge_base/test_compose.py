"""A card states facts of its guide in their own words, or says that the guide is silent."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.base import Resolution
from knowledge_base.compose import MORE_FACTS, Asked, answer, answer_aspect, answer_resolution
from knowledge_base.loader import Library
from knowledge_base.schema import SECOND_HAND, Case, Fact, Guide
from knowledge_base.settings import Settings
from knowledge_base.wording import EN, ZH, Language, wording
from messages import Aspect, Candidate, GuideCard
from tests.guide_samples import guide

TODAY = dt.date(2026, 11, 22)
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
LANGUAGES: tuple[Language, ...] = get_args(Language)
FILES = sorted(Settings().guides_dir.rglob("*.yml"))
SYMBOLS = re.compile(r"[《》〈〉“”（）()〔〕\[\]【】~～—*#_|]|\d-\d")
Answer = tuple[GuideCard, list[str], bool]


def card_of(
    guide: Guide, aspect: Aspect, language: Language = "zh", today: dt.date = TODAY
) -> Answer:
    return answer_aspect(guide, aspect, today, language)


def resolved(
    guide: Guide,
    aspect: Aspect,
    facts: list[Fact],
    *,
    said: bool = True,
    text: str = "",
    language: Language = "zh",
    close: int = 1,
) -> Answer:
    """The card for a question that was resolved as these facts, best first."""
    candidates = [Candidate(item=guide.id, p=0.9)]
    found = Resolution("answer", candidates, 0.9, aspect, 0.9, facts, close, said, {})
    return answer_resolution(guide, found, text, TODAY, language)


def general(guide: Guide, aspect: Aspect) -> list[Fact]:
    """What the guide says of an aspect that holds for everybody."""
    return [fact for fact in guide.facts if fact.when is None and aspect in fact.aspects]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_aspect_has_its_words(language: Language) -> None:
    words = wording(language)
    assert set(words.titles) == set(words.unsaid) == set(ASPECTS)
    assert all(len(title) <= 24 for title in words.titles.values())
    assert (wording("zh"), wording("en")) == (ZH, EN)


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def real(request: pytest.FixtureRequest, library: Library) -> Guide:
    path: Path = request.param
    return library.guides[path.stem]


def cards(guide: Guide) -> Iterator[tuple[Aspect, Language, Answer]]:
    for aspect in ASPECTS:
        for language in LANGUAGES:
            yield aspect, language, card_of(guide, aspect, language)


def test_a_card_is_true_to_its_guide(real: Guide) -> None:
    for aspect, language, (card, ids, known) in cards(real):
        stated = [fact for fact in real.facts if fact.id in ids]
        texts = {(fact.text_en if language == "en" else None) or fact.text for fact in stated}
        assert known == bool(general(real, aspect))
        assert (card.item, card.aspect) == (real.id, aspect)
        assert card.name == (real.name_en if language == "en" else real.name)
        assert card.text.startswith(card.lead)
        if known:
            assert {card.lead.removeprefix(stopped(real, language)), *card.more} - {
                wording(language).only_chinese
            } == texts
            assert all(aspect in fact.aspects and fact.when is None for fact in stated)
            assert len(ids) <= 1 + MORE_FACTS
        else:
            assert (ids, card.sources, card.caution) == ([], [], None)
            assert real.who_knows.name in card.text
            assert real.who_knows.phone in card.text


def stopped(guide: Guide, language: Language) -> str:
    """What a card of a guide begins with where the matter is no longer done."""
    name = guide.name_en if language == "en" else guide.short_name
    return wording(language).stopped.format(name=name) if guide.status == "stopped" else ""


def test_a_card_names_its_sources_and_doubts(real: Guide) -> None:
    linked = {source.url for source in real.sources.values() if source.may_link}
    unlinked = {source.url for source in real.sources.values() if source.url} - linked
    for _, language, (card, ids, known) in cards(real):
        stated = [fact for fact in real.facts if fact.id in ids]
        second_hand = any(real.trust_of(fact) in SECOND_HAND for fact in stated)
        stale = any(fact.review_after and fact.review_after < TODAY for fact in stated)
        assert (card.caution is not None) == (second_hand or stale)
        assert {source.url for source in card.sources} <= linked | {None}
        assert not any(url in card.model_dump_json() for url in unlinked)
        if known:
            line = card.text.splitlines()[-1]
            assert line.startswith("Source: " if language == "en" else "来源：")
            for source in card.sources:
                assert f"（{source.date or wording(language).no_date}）" in line


def test_a_card_can_be_spoken_and_goes_on(real: Guide) -> None:
    own = {fact.text for fact in real.facts if fact.when}
    own |= {fact.text_en for fact in real.facts if fact.when and fact.text_en}
    for aspect, language, (card, _, _) in cards(real):
        assert not SYMBOLS.search(card.speech), card.speech
        assert len(card.options) <= 3
        assert aspect not in {option.act.aspect for option in card.options if option.act}
        assert all(len(option.label) <= 24 for option in card.options)
        folded = {section.aspect: section.facts for section in card.sections}
        assert set(folded) == {a for a in ASPECTS if a != aspect and general(real, a)}
        assert own.isdisjoint(text for facts in folded.values() for text in facts)
        assert own.isdisjoint(card.more)
        titles = wording(language).titles
        assert all(section.title == titles[section.aspect] for section in card.sections)


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


def test_a_silent_guide_gives_the_nearest_fact_of_the_aspect() -> None:
    sample = guide()
    nearest = [sample.facts[1], sample.facts[4], sample.facts[2]]
    card, ids, known = resolved(sample, "place", nearest, said=False)
    assert (ids, known) == (["place"], False)
    assert card.lead == "《纸鸢登记》的办事指南没有写明您问的这一点。"
    assert card.more == ["纸鸢登记在山顶办。", "可以问纸鸢管理处，电话0755-12345。"]
    assert "来源：无公开来源，由编写人员整理。" in card.text
    assert "山顶" not in card.speech


def test_a_silent_guide_keeps_a_fact_of_another_case_to_itself() -> None:
    sample = guide()
    sample.facts[2].when = Case(hukou="elsewhere")
    card, ids, known = resolved(sample, "fee", [sample.facts[2]], said=False)
    assert (ids, known) == ([], False)
    assert card.lead == "《纸鸢登记》的办事指南没有写明是否收费。"


def test_without_facts_it_is_silent() -> None:
    _, ids, known = resolved(guide(), "fee", [])
    assert (ids, known) == ([], False)


def cased() -> Guide:
    """The sample guide with a fee for children and one for the rest."""
    sample = guide()
    child = sample.facts[2].model_copy(
        update={"id": "fee-child", "text": "孩子登记纸鸢送一根线。", "when": Case(age="-17")}
    )
    sample.facts.insert(2, child)
    return sample


def test_the_fact_of_ones_own_case_leads_where_it_was_found() -> None:
    sample = cased()
    card, ids, known = resolved(sample, "fee", [sample.facts[2], sample.facts[3]])
    assert (ids, known) == (["fee-child", "fee"], True)
    assert (card.lead, card.more) == ("孩子登记纸鸢送一根线。", ["纸鸢登记不收费。"])


def test_a_likely_fact_of_one_case_is_not_said_of_everybody() -> None:
    sample = cased()
    materials, child, fee = sample.facts[1:4]
    for close in (2, 3):
        card, ids, _ = resolved(sample, "fee", [fee, child, materials], close=close)
        assert ids == ["fee", "materials"][: close - 1]
        assert child.text not in card.text
    _, ids, _ = resolved(sample, "fee", [child, fee, materials], close=3)
    assert ids == ["fee-child", "fee", "materials"]


def test_a_silent_guide_states_no_likely_facts() -> None:
    sample = guide()
    _, ids, known = resolved(sample, "amount", sample.facts, said=False, close=3)
    assert (ids, known) == ([], False)


def test_facts_of_another_case_are_in_neither_more_nor_sections() -> None:
    sample = cased()
    card, ids, _ = resolved(sample, "fee", [sample.facts[3], sample.facts[2]])
    assert (ids, card.more) == (["fee"], [])
    other, _, _ = card_of(sample, "materials")
    assert [s.facts for s in other.sections if s.aspect == "fee"] == [["纸鸢登记不收费。"]]
    assert "送一根线" not in other.model_dump_json()


def test_an_aspect_known_of_one_case_only_is_not_said_of_everybody() -> None:
    sample = guide()
    sample.facts[2].when = Case(age="-17")
    card, ids, known = card_of(sample, "fee")
    assert (ids, known) == ([], False)
    assert "不收费" not in card.model_dump_json()


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0]])
def test_more_facts_come_as_found_and_are_few(order: list[int]) -> None:
    sample = guide()
    base = sample.facts[2]
    sample.facts = [
        base.model_copy(update={"id": f"fee-{n}", "text": f"纸鸢登记第{n}项不收费。"})
        for n in range(6)
    ]
    _, ids, _ = resolved(sample, "fee", [sample.facts[n] for n in order])
    assert ids == [f"fee-{n}" for n in order[: 1 + MORE_FACTS]]


@pytest.mark.parametrize(
    ("close", "stated"),
    [
        (0, ["fee", "time"]),
        (1, ["fee", "time"]),
        (2, ["fee", "materials", "time"]),
        (3, ["fee", "materials", "time"]),
        (4, ["fee", "materials", "time", "place"]),
        (5, ["fee", "materials", "time", "place"]),
    ],
)
def test_the_other_likely_facts_come_before_those_of_the_aspect(
    close: int, stated: list[str]
) -> None:
    sample = guide()
    by_id = {fact.id: fact for fact in sample.facts}
    by_id["time"].aspects = ["time_limit", "fee"]
    found = [by_id[name] for name in ("fee", "materials", "time", "place", "who")]
    card, ids, _ = resolved(sample, "fee", found, close=close)
    assert ids == stated
    assert [card.lead, *card.more] == [by_id[name].text for name in stated]


def test_many_likely_facts_leave_no_room_for_the_aspect() -> None:
    sample = guide()
    sample.facts[0].aspects = ["fee"]
    found = [sample.facts[n] for n in (2, 1, 3, 4, 0)]
    _, ids, _ = resolved(sample, "fee", found, close=4)
    assert ids == ["fee", "materials", "time", "place"]


@pytest.mark.parametrize(
    ("text", "short", "lead"),
    [
        ("纸鸢登记要钱吗", "不用钱。", "不用钱。纸鸢登记不收费。"),
        ("纸鸢登记要钱吗", "不用钱", "不用钱。纸鸢登记不收费。"),
        ("纸鸢登记要不要钱", "不用钱。", "不用钱。纸鸢登记不收费。"),
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


@pytest.mark.parametrize("aspect", ["fee", "amount"])
def test_a_stopped_matter_says_so_first(aspect: Aspect) -> None:
    card, _, _ = card_of(guide(status="stopped"), aspect)
    assert card.lead.startswith("纸鸢登记已经停办。")
    assert card.speech.startswith("纸鸢登记已经停办。")
    assert card.text.startswith(card.lead)
    english, _, _ = card_of(guide(status="stopped"), aspect, "en")
    assert english.lead.startswith("Kite Registration has been discontinued. ")


def test_a_title_in_title_marks_gets_no_second_pair() -> None:
    sample = guide()
    sample.sources["gongbao"].title = "《纸鸢法》文本"
    card, _, _ = card_of(sample, "fee")
    assert "纸鸢管理处《纸鸢法》文本（2024-03-01）" in card.text


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


@given(
    st.permutations(range(5)),
    st.integers(0, 5),
    st.sampled_from(ASPECTS),
    st.booleans(),
    st.booleans(),
    st.sampled_from(LANGUAGES),
    st.integers(0, 5),
)
def test_whatever_was_found_nothing_else_is_stated(
    order: list[int],
    count: int,
    aspect: Aspect,
    said: bool,
    yes_no: bool,
    language: Language,
    close: int,
) -> None:
    sample = guide()
    facts = [sample.facts[i] for i in order[:count]]
    card, ids, known = answer(Asked(sample, aspect, facts, said, language, yes_no, close), TODAY)
    assert known == (said and bool(facts))
    assert set(ids) <= {fact.id for fact in facts}
    assert len(ids) == len(set(ids))
    assert ids[:1] == [facts[0].id] if known else len(ids) <= 1
    assert all(text in card.text for text in (card.lead, *card.more))
