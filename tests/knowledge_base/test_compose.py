"""A card states facts of its guide in their own words, or says that the guide is silent."""

import datetime as dt
import re
from pathlib import Path
from typing import get_args

import pytest

from knowledge_base.compose import TITLES, UNSAID, answer, facts_of_aspect
from knowledge_base.loader import Library
from knowledge_base.schema import SECOND_HAND, Guide
from knowledge_base.settings import Settings
from messages import Aspect, GuideCard
from tests.guide_samples import guide

TODAY = dt.date(2026, 11, 22)
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
FILES = sorted(Settings().guides_dir.rglob("*.yml"))
SYMBOLS = re.compile(r"[《》〈〉“”（）()〔〕\[\]【】~～—*#_|]|\d-\d")


def card_of(
    guide: Guide, aspect: Aspect, today: dt.date = TODAY
) -> tuple[GuideCard, list[str], bool]:
    return answer(guide, aspect, facts_of_aspect(guide, aspect), today)


def test_every_aspect_has_its_words() -> None:
    assert set(TITLES) == set(UNSAID) == set(ASPECTS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("aspect", ASPECTS)
def test_a_card_is_true_to_its_guide(path: Path, aspect: Aspect, library: Library) -> None:
    guide = library.guides[path.stem]
    card, ids, known = card_of(guide, aspect)
    stated = [fact for fact in guide.facts if fact.id in ids]
    assert known == any(aspect in fact.aspects for fact in guide.facts)
    assert (card.item, card.name, card.aspect) == (guide.id, guide.name, aspect)
    if known:
        assert card.lead in {fact.text for fact in stated}
        assert {card.lead, *card.more} == {fact.text for fact in stated}
        assert all(aspect in fact.aspects for fact in stated)
    else:
        assert (ids, card.sources, card.caution) == ([], [], None)
        assert "没有写明" in card.lead
        assert guide.who_knows.name in card.text
        assert guide.who_knows.phone in card.text

    second_hand = any(guide.trust_of(fact) in SECOND_HAND for fact in stated)
    stale = any(fact.review_after and fact.review_after < TODAY for fact in stated)
    assert (card.caution is not None) == (second_hand or stale)

    linked = {source.url for source in guide.sources.values() if source.may_link}
    assert {source.url for source in card.sources} <= linked | {None}
    unlinked = {s.url for s in guide.sources.values() if s.url} - linked
    assert not any(url in card.model_dump_json() for url in unlinked)

    assert not SYMBOLS.search(card.speech), card.speech
    assert len(card.options) <= 3
    assert aspect not in {option.act.aspect for option in card.options if option.act}
    assert aspect not in {section.aspect for section in card.sections}
    assert all(len(option.label) <= 24 for option in card.options)
    if known:
        line = card.text.splitlines()[-1]
        assert line.startswith("来源：")
        for source in card.sources:
            assert f"（{source.date or '日期不详'}）" in line
    assert card.text.startswith(card.lead)


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


def test_the_whole_card_of_a_silent_guide() -> None:
    card, ids, known = card_of(guide(), "amount")
    assert (ids, known) == ([], False)
    assert card.text == (
        "《纸鸢登记》的办事指南没有写明金额标准。\n可以问纸鸢管理处，电话0755-12345。"
    )
    assert card.speech == (
        "纸鸢登记 的办事指南没有写明金额标准。可以问纸鸢管理处，电话0755 12345。"
    )
    assert card.as_of is None


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


@pytest.mark.parametrize("aspect", ["fee", "amount"])
def test_a_stopped_matter_says_so_first(aspect: Aspect) -> None:
    card, _, _ = card_of(guide(status="stopped"), aspect)
    assert card.lead.startswith("纸鸢登记已经停办。")
    assert card.speech.startswith("纸鸢登记已经停办。")
    assert card.text.startswith(card.lead)


def test_a_title_in_title_marks_gets_no_second_pair() -> None:
    sample = guide()
    sample.sources["gongbao"].title = "《纸鸢法》文本"
    card, _, _ = card_of(sample, "fee")
    assert "纸鸢管理处《纸鸢法》文本（2024-03-01）" in card.text


def test_an_unsure_aspect_gives_the_best_fact_rather_than_silence() -> None:
    sample = guide()
    best = [sample.facts[1], *sample.facts]
    card, ids, known = answer(sample, "amount", best, TODAY, sure=False)
    assert (ids, known) == (["materials"], True)
    assert card.lead == sample.facts[1].text


def test_dates_are_spoken_as_dates() -> None:
    sample = guide()
    sample.facts[2].text = "从2026-01-02起，《纸鸢登记》（第1版）收10~20元。"
    card, _, _ = card_of(sample, "fee")
    assert card.speech == "从2026年01月02日起， 纸鸢登记 第1版 收10到20元。"
