"""Names of services that cover several matters."""

from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from knowledge_base.settings import Settings
from knowledge_base.umbrellas import Umbrella, named_together, read_umbrellas
from text.normalise import normalise

KITES = Umbrella(named=["纸鸢 补贴", "纸鸢钱"], unless=["过期"], members=["big", "small", "gone"])
ITEMS = ["small", "lamp", "big"]


def chances(*p: float) -> np.ndarray:
    """Of ITEMS, and the rest of none of them."""
    return np.array([*p, 1 - sum(p)])


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
    found = named_together([KITES], "纸鸢补贴", ITEMS, chances(0.5, 0.1, 0.3))
    assert list(found.items()) == [("small", 0.5), ("big", 0.3)]


def test_another_likeliest_matter_is_no_member() -> None:
    assert named_together([KITES], "纸鸢补贴", ITEMS, chances(0.3, 0.6, 0.0)) == {}
    assert named_together([KITES], "灯笼年检", ITEMS, chances(0.9, 0.0, 0.0)) == {}
    assert named_together([KITES], "纸鸢补贴", [], np.array([1.0])) == {}


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
