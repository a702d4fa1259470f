"""The real search: it finds the guides by name and takes up what editors save."""

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.base import MAX_CHOICES, KnowledgeBase
from knowledge_base.case import OwnCase
from knowledge_base.loader import Problem
from knowledge_base.settings import Settings
from tests.guide_samples import GUIDE, write_guide

BABY = "新生儿入户"
KNOWN_WITHOUT_GUIDE = "借书证"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of one theme of the guides, in a place where it may be changed."""
    source = next(p for p in Settings().guides_dir.rglob("*.yml") if p.stem == "xinshenger-ruhu")
    return Path(shutil.copytree(source.parent, tmp_path / "guides"))


@pytest.fixture
def copy(search: KnowledgeBase, folder: Path) -> KnowledgeBase:
    """The trained search over that copy."""
    return KnowledgeBase(Settings(guides_dir=folder), search._learned, search._cache)


def test_every_guide_is_found_by_its_names(search: KnowledgeBase) -> None:
    names = [(g.id, name) for g in search.guides.values() for name in (g.name, g.short_name)]
    found = [search.resolve(name) for _, name in names]
    pairs = zip(names, found, strict=True)
    assert [name for (item, name), one in pairs if one.item != item] == []
    assert np.mean([one.decision == "answer" for one in found]) >= 0.95


def test_almost_every_guide_is_found_by_its_english_name(search: KnowledgeBase) -> None:
    found = {guide.id: search.resolve(guide.name_en) for guide in search.guides.values()}
    assert np.mean([one.item == item for item, one in found.items()]) >= 0.95
    assert np.mean([one.decision in {"answer", "ask_back"} for one in found.values()]) >= 0.9


@pytest.mark.parametrize(
    ("asked", "item", "sisters"),
    [
        ("婚姻登记怎么办", "jiehun-dengji", {"lihun-dengji"}),
        ("我要咨询营业执照注销", "company-deregister", {"individual-biz-register"}),
        ("投靠入户要多久", None, {"fuqi-toukao", "zinv-toukao", "laoren-toukao"}),
        ("离婚登记怎么办", "lihun-dengji", set()),
        ("夫妻投靠入户要多久", "fuqi-toukao", set()),
    ],
)
def test_the_name_of_several_is_answered_with_its_sisters(
    asked: str, item: str | None, sisters: set[str], search: KnowledgeBase
) -> None:
    found = search.resolve(asked)
    assert found.decision == "answer"
    assert item is None or found.item == item
    assert set(found.sisters) == sisters - {found.item}


def test_with_one_of_them_at_hand_it_is_that_one(search: KnowledgeBase) -> None:
    assert search.resolve("婚姻登记要带什么", "lihun-dengji").sisters == []


def test_what_is_found_hangs_together(search: KnowledgeBase) -> None:
    found = search.resolve("少儿医保一年要交多少钱")
    assert (found.decision, found.item) == ("answer", "shaoer-yibao")
    facts = search.guides["shaoer-yibao"].facts
    assert sorted(fact.id for fact in found.facts) == sorted(fact.id for fact in facts)
    assert found.aspect in {"fee", "amount"}
    assert set(found.facts[0].aspects) & {"fee", "amount"}
    assert 0 <= found.aspect_p <= 1
    assert 0.5 < found.confidence <= 1
    assert 0 <= sum(c.p for c in found.candidates) <= 1.001
    assert [c.p for c in found.candidates] == sorted((c.p for c in found.candidates), reverse=True)
    assert len(found.candidates) == MAX_CHOICES
    assert {"encode", "search", "aspect", "facts"} <= set(found.timings_ms)
    assert all(ms >= 0 for ms in found.timings_ms.values())


AGES = {72: "amount-70-79", 82: "amount-80-89", 93: "amount-90-99", 101: "amount-100"}


@pytest.mark.parametrize(("age", "fact"), AGES.items())
def test_ones_own_case_is_answered_first(age: int, fact: str, search: KnowledgeBase) -> None:
    now = search.resolve(f"我爸{age}岁了，高龄津贴一个月多少钱")
    before = search.resolve("高龄津贴一个月多少钱", earlier=OwnCase({"age": age}, {}))
    assert (now.item, now.facts[0].id, now.said) == ("gaoling-jintie", fact, True)
    assert (before.item, before.facts[0].id) == ("gaoling-jintie", fact)
    wrong = search.resolve(f"我爸{age}岁了，高龄津贴多少钱", earlier=OwnCase({"age": 75}, {}))
    assert wrong.facts[0].id == fact


def test_without_a_case_no_fact_of_one_case_is_said_first(search: KnowledgeBase) -> None:
    found = search.resolve("高龄津贴一个月多少钱")
    assert (found.facts[0].id, found.facts[0].when) == ("amount", None)


def test_the_matter_at_hand_counts_but_does_not_hold(search: KnowledgeBase) -> None:
    assert search.resolve("那要带什么", "xinshenger-ruhu").item == "xinshenger-ruhu"
    assert search.resolve("那要带什么").decision != "answer"
    assert search.resolve("少儿医保怎么参保", "xinshenger-ruhu").item == "shaoer-yibao"


@pytest.mark.parametrize("text", ["今天天气怎么样", "给我讲个笑话"])
def test_what_no_guide_answers_is_not_answered(text: str, search: KnowledgeBase) -> None:
    assert search.resolve(text).decision != "answer"


@pytest.mark.parametrize("text", ["", "？", "🙂", "\u200b", "龘", "a" * 10_000, "/choose{}"])
def test_no_text_raises(text: str, search: KnowledgeBase) -> None:
    assert search.resolve(text).decision != "answer"


@pytest.mark.parametrize("text", ["少儿医保怎么参保", "办证", ""])
def test_the_same_words_are_understood_the_same(text: str, search: KnowledgeBase) -> None:
    first, again = search.resolve(text), search.resolve(text)
    assert replace(first, timings_ms={}) == replace(again, timings_ms={})


def test_a_new_guide_is_answered_after_reload(copy: KnowledgeBase, folder: Path) -> None:
    before = copy.resolve("纸鸢登记要带什么")
    assert (before.item == "deng-ji", before.decision == "answer") == (False, False)
    write_guide(folder)
    assert copy.reload() == []
    for text in ("纸鸢登记", "纸鸢登记要带什么", "登记纸鸢收不收钱"):
        found = copy.resolve(text)
        assert (found.decision, found.item) == ("answer", "deng-ji"), text
    assert copy.resolve("kite registration").item == "deng-ji"
    assert copy.resolve("纸鸢登记要带什么").facts[0].id == "materials"


def test_a_new_guide_of_a_matter_known_by_name_is_not_held_back(
    copy: KnowledgeBase, folder: Path
) -> None:
    """Before the guide was there, the name spoke for "none of them"."""
    copy.resolve(KNOWN_WITHOUT_GUIDE)
    text = GUIDE.replace("纸鸢登记", KNOWN_WITHOUT_GUIDE).replace("deng-ji", "tushuguan-jieyue")
    write_guide(folder, text, "tushuguan-jieyue.yml")
    query = copy._state.background.query(KNOWN_WITHOUT_GUIDE, copy._state.index.vectors[0], None)
    assert query.other_name == len(KNOWN_WITHOUT_GUIDE)
    assert copy.reload() == []
    query = copy._state.background.query(KNOWN_WITHOUT_GUIDE, copy._state.index.vectors[0], None)
    assert query.other_name == 0
    found = copy.resolve(KNOWN_WITHOUT_GUIDE)
    assert (found.decision, found.item) == ("answer", "tushuguan-jieyue")


def test_a_broken_guide_is_reported_and_the_rest_serves(copy: KnowledgeBase, folder: Path) -> None:
    served = set(copy.guides)
    broken = write_guide(folder, GUIDE.replace("- id: fee", "- id: who"))
    problems = copy.reload()
    assert [(p.path, "stands twice" in p.reason) for p in problems] == [(broken, True)]
    assert copy.problems == problems
    assert set(copy.guides) == served
    assert copy.resolve(BABY).item == "xinshenger-ruhu"


def test_a_removed_guide_vanishes(copy: KnowledgeBase, folder: Path) -> None:
    assert copy.resolve(BABY).decision == "answer"
    (folder / "xinshenger-ruhu.yml").unlink()
    copy.reload()
    found = copy.resolve(BABY)
    assert "xinshenger-ruhu" not in {c.item for c in found.candidates}
    assert found.decision != "answer"


def test_without_any_guide_everything_is_declined(copy: KnowledgeBase, folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    copy.reload()
    found = copy.resolve(BABY)
    assert (found.candidates, found.facts, found.item) == ([], [], None)
    assert found.decision == "decline"


def test_a_saved_guide_is_noticed_within_5_seconds(copy: KnowledgeBase, folder: Path) -> None:
    stop, noticed, heard = threading.Event(), threading.Event(), list[list[Problem]]()

    def on_change(problems: list[Problem]) -> None:
        heard.append(problems)
        noticed.set()

    watcher = threading.Thread(target=copy.watch, args=(on_change, stop))
    watcher.start()
    try:
        stop.wait(0.5)  # the watch itself needs a moment to begin
        write_guide(folder)
        assert noticed.wait(5)
        assert heard[0] == []
        assert copy.resolve("纸鸢登记").item == "deng-ji"
    finally:
        stop.set()
        watcher.join(10)
    assert not watcher.is_alive()


def test_opening_before_building_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="luoxiaozheng build"):
        KnowledgeBase.open(Settings(var_dir=tmp_path))
