"""What must hold of every guide in the house."""

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from knowledge_base.compose import facts_of_aspect
from knowledge_base.loader import Library
from knowledge_base.names import names_of
from knowledge_base.schema import Guide, Way
from knowledge_base.settings import Settings
from messages import Aspect
from text.normalise import normalise

FILES = sorted(Settings().guides_dir.rglob("*.yml"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def guide(request: pytest.FixtureRequest, library: Library) -> Guide:
    path: Path = request.param
    return library.guides[path.stem]


def test_none_is_refused(library: Library) -> None:
    assert [str(problem) for problem in library.problems] == []
    assert len(library.guides) == len(FILES) >= 24


def test_no_two_guides_share_an_ask(library: Library) -> None:
    asks = Counter(
        text
        for guide in library.guides.values()
        for text in {normalise(ask.text) for ask in guide.asks}
    )
    assert [text for text, times in asks.items() if times > 1] == []


def test_no_two_guides_share_a_name(library: Library) -> None:
    names = Counter(name for guide in library.guides.values() for name in names_of(guide))
    assert [name for name, times in names.items() if times > 1] == []


def test_it_is_asked_for_in_all_ways(guide: Guide) -> None:
    ways = Counter(ask.way for ask in guide.asks)
    assert len(guide.asks) >= 24
    assert {way: ways[way] for way in get_args(Way) if ways[way] < 3} == {}


def test_no_ask_stands_twice(guide: Guide) -> None:
    asks = Counter(normalise(ask.text) for ask in guide.asks)
    assert [text for text, times in asks.items() if times > 1] == []


def test_a_source_that_may_be_linked_has_an_address(guide: Guide) -> None:
    unlinked = [key for key, s in guide.sources.items() if s.may_link != (s.url is not None)]
    assert unlinked == []


def test_every_source_is_used(guide: Guide) -> None:
    assert set(guide.sources) - {fact.source for fact in guide.facts} == set()


def test_no_date_lies_ahead(guide: Guide) -> None:
    today = dt.date.today()
    assert guide.checked_on <= today
    dates = [s.date for s in guide.sources.values()] + [fact.as_of for fact in guide.facts]
    assert [date for date in dates if date and date > today.isoformat()] == []


def test_names_are_said_in_words(guide: Guide) -> None:
    assert all(name.strip() for name in (*guide.aliases, guide.name, guide.short_name))


def test_it_says_what_it_is(guide: Guide) -> None:
    assert any("overview" in fact.aspects for fact in guide.facts)


@pytest.mark.parametrize("aspect", get_args(Aspect))
def test_the_first_fact_of_an_aspect_is_a_full_sentence(guide: Guide, aspect: Aspect) -> None:
    lead = facts_of_aspect(guide, aspect)[0].text
    assert lead.endswith("。")
    assert len(lead) >= 6


def test_the_fee_is_what_its_fact_says(guide: Guide) -> None:
    facts = {fact.id: fact.text for fact in guide.facts}
    said = facts[guide.fee.fact] if guide.fee.fact else ""
    free = any(words in said for words in ("不收", "免费", "不用交", "不用钱", "免收"))
    if guide.fee.state == "free":
        assert free, said
    if guide.fee.state == "amount":
        assert any(c.isdigit() for c in said), said
