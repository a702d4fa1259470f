"""What must hold of every guide in the house."""

import datetime as dt
import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from knowledge_base.loader import Library
from knowledge_base.names import names_of
from knowledge_base.schema import Guide, Way
from knowledge_base.settings import Settings
from messages import Aspect
from text.normalise import normalise

FILES = sorted(Settings().guides_dir.rglob("*.yml"))
IDS = Path(__file__).with_name("guide_ids.txt").read_text(encoding="utf-8").split("\n")[1:-1]
ENOUGH: dict[Way, int] = dict.fromkeys(get_args(Way), 3) | {"traditional": 2}
IN_ENGLISH: set[Aspect] = {
    "overview",
    "fee",
    "time_limit",
    "place",
    "amount",
    "materials",
    "eligibility",
    "online",
}


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def guide(request: pytest.FixtureRequest, library: Library) -> Guide:
    path: Path = request.param
    return library.guides[path.stem]


def test_none_is_refused(library: Library) -> None:
    assert [str(problem) for problem in library.problems] == []
    assert len(library.guides) == len(FILES)


def test_every_matter_that_is_promised_has_its_guide(library: Library) -> None:
    assert len(IDS) == len(set(IDS)) == 125
    assert set(IDS) - set(library.guides) == set()


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
    assert {way: ways[way] for way, enough in ENOUGH.items() if ways[way] < enough} == {}


def test_no_ask_stands_twice(guide: Guide) -> None:
    asks = Counter(normalise(ask.text) for ask in guide.asks)
    assert [text for text, times in asks.items() if times > 1] == []


def test_every_ask_says_which_fact_answers_it(guide: Guide) -> None:
    facts = {fact.id: fact for fact in guide.facts}
    assert [ask.text for ask in guide.asks if ask.fact not in {*facts, "unknown"}] == []
    strayed = [
        (ask.text, ask.aspect, ask.fact)
        for ask in guide.asks
        if ask.fact in facts and ask.aspect not in facts[ask.fact].aspects
    ]
    assert strayed == []


def test_what_is_asked_most_can_be_said_in_english(guide: Guide) -> None:
    """What remains in Chinese only says so on its card (`Wording.only_chinese`)."""
    missing = [f.id for f in guide.facts if IN_ENGLISH & {*f.aspects} and f.text_en is None]
    assert missing == []
    assert all(re.match("[A-Za-z]", text) for text in (guide.name_en, guide.summary_en))
    assert [f.id for f in guide.facts if f.text_en and not re.search("[a-z]{2}", f.text_en)] == []


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
    assert any("overview" in fact.aspects and fact.when is None for fact in guide.facts)


def test_every_fact_is_a_full_sentence(guide: Guide) -> None:
    assert [f.id for f in guide.facts if len(f.text) < 6 or f.text[-1] not in "。？！”）"] == []


def test_the_fee_is_what_its_fact_says(guide: Guide) -> None:
    facts = {fact.id: fact.text for fact in guide.facts}
    said = facts[guide.fee.fact] if guide.fee.fact else ""
    if guide.fee.state == "free":
        assert re.search("不收|免费|不用交|不用钱|免收", said), said
    if guide.fee.state == "amount":
        assert re.search(r"\d|按.*(规定|标准)", said), said
