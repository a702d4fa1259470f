"""A question about the difference of two matters names both; others are no such question."""

from typing import cast

import pytest

from knowledge_base.base import KnowledgeBase, Resolution
from knowledge_base.difference import SURE, two_matters
from messages import Candidate


class NamedBase:
    """Finds a matter where its name is said, as sure as told."""

    def __init__(self, p: float = 0.9) -> None:
        self.p = p
        self.asked: list[str] = []

    def resolve(self, text: str) -> Resolution:
        self.asked.append(text)
        found = [item for name, item in NAMES.items() if name in text][:1]
        candidates = [Candidate(item=item, p=self.p) for item in found]
        return Resolution("answer", candidates, self.p, "overview", 1.0, [], 0, True, {})


NAMES = {"签注": "qian", "补领": "bu", "kite": "kite", "bell": "bell", "落户": "luo"}


def of(text: str, p: float = 0.9) -> tuple[str, str] | None:
    return two_matters(cast(KnowledgeBase, NamedBase(p)), text)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("居住证签注和补领有什么区别", ("qian", "bu")),
        ("补领跟签注是一回事吗", ("bu", "qian")),
        ("签注、补领有啥不同", ("qian", "bu")),
        ("签注與補領一樣嗎", ("qian", "bu")),
        ("签注同补领有咩分别，有什么区别", ("qian", "bu")),
        ("签注还是补领哪个合适", ("qian", "bu")),
        ("What is the difference between a kite and a bell permit?", ("kite", "bell")),
        ("is the kite permit the same as, or does it differ from, the bell", ("kite", "bell")),
    ],
)
def test_two_matters(text: str, pair: tuple[str, str]) -> None:
    assert of(text) == pair


@pytest.mark.parametrize(
    "text",
    [
        "签注和补领要带什么",
        "签注和签注有什么区别",
        "签注有什么区别",
        "签注和月球有什么区别",
        "月球和火星有什么区别",
        "区别",
        "和",
        "",
        "签注和",
    ],
)
def test_no_two_matters(text: str) -> None:
    assert of(text) is None


def test_a_question_about_no_difference_is_not_searched() -> None:
    base = NamedBase()
    assert two_matters(cast(KnowledgeBase, base), "签注和补领怎么办") is None
    assert base.asked == []


def test_both_must_be_likely() -> None:
    text = "签注和补领有什么区别"
    assert of(text, SURE) == ("qian", "bu")
    assert of(text, SURE - 0.01) is None


def test_every_and_is_tried() -> None:
    """The first "和" is inside a name."""
    assert of("和平路签注和补领有什么区别") == ("qian", "bu")
