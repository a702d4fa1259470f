"""Names of services that cover several matters."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from pydantic import ValidationError

from knowledge_base.confidence import Sure
from knowledge_base.index import Index
from knowledge_base.settings import Settings
from knowledge_base.umbrellas import Umbrella, as_named, named_together, read_umbrellas
from text.normalise import normalise

KITES = Umbrella(named=["纸鸢 补贴", "纸鸢钱"], unless=["过期"], members=["big", "small", "gone"])
SURE = Sure(right=0.5, vague=0.6, uncovered=0.4)


def chances(small: float, lamp: float, big: float) -> dict[str, float]:
    return {"small": small, "lamp": lamp, "big": big}


def heard(
    words: str, *p: float, sure: Sure = SURE, current: str | None = None
) -> tuple[Sure, list[str]]:
    """Of three guides with these probabilities; "lamp" is called 灯."""
    items = ["small", "lamp", "big"]
    names = {"small": ["小"], "lamp": ["灯"], "big": ["大"]}
    index = cast(Index, SimpleNamespace(items=items, names=names))
    return as_named([KITES], index, words, current, np.array([*p, 1 - sum(p)]), sure)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("纸鸢补贴怎么领", True),
        ("我想领纸鸢上的补贴", True),
        ("纸鸢钱", True),
        ("纸鸢飞得高的补贴", False),
        ("补贴纸鸢", False),
        ("纸鸢怎么登记", False),
        ("纸鸢补贴过期了", False),
        ("", False),
    ],
)
def test_it_is_named_by_its_words_near_each_other(said: str, named: bool) -> None:
    assert KITES.is_named_in(said) is named


def test_members_come_likeliest_first() -> None:
    found = named_together([KITES], "纸鸢补贴", "big", chances(0.3, 0.1, 0.5))
    assert list(found.items()) == [("big", 0.5), ("small", 0.3)]


def test_another_likeliest_matter_is_no_member() -> None:
    assert named_together([KITES], "纸鸢补贴", "lamp", chances(0.3, 0.6, 0.0)) == {}
    assert named_together([KITES], "灯笼年检", "small", chances(0.9, 0.0, 0.0)) == {}


def test_a_name_of_several_is_neither_vague_nor_uncovered() -> None:
    sure, sisters = heard("纸鸢补贴", 0.3, 0.1, 0.5)
    assert sure == Sure(pytest.approx(0.8), 0.0, 0.0)
    assert sisters == ["small"]


def test_who_singles_one_out_or_has_it_at_hand_means_that_one() -> None:
    surely = Sure(0.99, 0.0, 0.0)
    assert heard("纸鸢补贴", 0.3, 0.1, 0.5, sure=surely) == (surely, [])
    assert heard("纸鸢补贴", 0.3, 0.1, 0.5, current="small") == (SURE, [])


def test_a_whole_name_is_not_vague() -> None:
    assert heard("灯", 0.1, 0.8, 0.1) == (SURE._replace(vague=0.0), [])
    assert heard("灯呢", 0.1, 0.8, 0.1) == (SURE, [])
    assert heard("小", 0.1, 0.8, 0.1) == (SURE, [])


def test_without_guides_nothing_is_named() -> None:
    index = cast(Index, SimpleNamespace(items=[], names={}))
    assert as_named([KITES], index, "纸鸢补贴", None, np.array([1.0]), SURE) == (SURE, [])


@pytest.mark.parametrize("broken", ["members: [one]", "named: []", "named: ['']", "named: 3"])
def test_a_broken_file_is_refused(broken: str, tmp_path: Path) -> None:
    good = ["named: [纸鸢]", "members: [one, two]"]
    field = broken.split(":")[0]
    rows = [broken if row.startswith(field) else row for row in good]
    file = tmp_path / "umbrellas.yml"
    file.write_text("umbrellas:\n  - {" + ", ".join(rows) + "}\n")
    with pytest.raises(ValidationError):
        read_umbrellas(file)


def test_ours_name_guides_and_can_be_said() -> None:
    known = {path.stem for path in Settings().guides_dir.rglob("*.yml")}
    for umbrella in read_umbrellas():
        assert set(umbrella.members) <= known
        assert len(set(umbrella.members)) == len(umbrella.members)
        for words in [*umbrella.named, *umbrella.unless]:
            assert words == normalise(words)
        assert not any(map(umbrella.is_named_in, umbrella.unless))
