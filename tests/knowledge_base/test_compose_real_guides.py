"""Whatever is asked of a real guide, its card is true to it, names its sources, can be spoken."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge_base.compose import MORE_FACTS
from knowledge_base.loader import Library
from knowledge_base.schema import SECOND_HAND, Fact, Guide
from knowledge_base.settings import Settings
from knowledge_base.wording import Language, wording
from messages import Aspect
from tests.knowledge_base.composed_cards import ASPECTS, LANGUAGES, TODAY, Answer, card_of

FILES = sorted(Settings().guides_dir.rglob("*.yml"))
SYMBOLS = re.compile(r"[《》〈〉“”（）()〔〕\[\]【】~～—*#_|]|\d-\d")


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def real(request: pytest.FixtureRequest, library: Library) -> Guide:
    path: Path = request.param
    return library.guides[path.stem]


def cards(guide: Guide) -> Iterator[tuple[Aspect, Language, Answer]]:
    for aspect in ASPECTS:
        for language in LANGUAGES:
            yield aspect, language, card_of(guide, aspect, language)


def general(guide: Guide, aspect: Aspect) -> list[Fact]:
    """What the guide says of an aspect that holds for everybody."""
    return [fact for fact in guide.facts if fact.when is None and aspect in fact.aspects]


def stopped(guide: Guide, language: Language) -> str:
    """What a card of a guide begins with where the matter is no longer done."""
    name = guide.name_en if language == "en" else guide.short_name
    return wording(language).stopped.format(name=name) if guide.status == "stopped" else ""


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
