"""The search may not become worse than the baseline: see README.md beside this file.

After a change for the better: `.venv/bin/python -m tests.quality_gate.record`.
"""

from typing import cast

import pytest

from cli.assistant import Reply
from cli.evaluate.evaluators.rows import row_result
from cli.evaluate.result import Group, RowResult, SetResult
from knowledge_base.base import KnowledgeBase, Resolution
from knowledge_base.case import NO_CASE, OwnCase
from messages import Candidate
from tests.guide_samples import guide
from tests.quality_gate.gate import (
    LOWER_IS_BETTER,
    OF_A_REGISTER,
    Figures,
    allowed,
    ask_all,
    converse,
    drops,
    figures,
    new_mistakes,
    read_baseline,
)
from tests.real_search import real_search


@pytest.fixture(scope="module")
def results() -> list[SetResult]:
    return ask_all(real_search())


@pytest.mark.timeout(600)
def test_no_measure_is_worse_than_the_baseline(results: list[SetResult]) -> None:
    before = read_baseline()
    worse = [str(drop) for drop in drops(before, figures(results))]
    said = [*worse, "new mistakes:", *new_mistakes(before, results)]
    assert not worse, "\n".join(["worse than the baseline:", *said])


def test_the_baseline_is_of_these_questions(results: list[SetResult]) -> None:
    assert read_baseline().rows == figures(results).rows


def made_up(hit1: float, ece: float, short: float, mistakes: dict[str, str]) -> Figures:
    return Figures(
        measures={
            "questions": {"all": {"hit1": hit1, "ece": ece}, "register: short": {"hit1": short}}
        },
        rows={"questions": {"all": 300, "register: short": 32}},
        mistakes={"questions": mistakes},
    )


@pytest.mark.parametrize(
    ("now", "worse"),
    [
        (made_up(0.90, 0.05, 0.9, {}), []),
        (made_up(0.88, 0.07, 0.9 - 1 / 32, {}), []),
        (made_up(0.95, 0.01, 1.0, {}), []),
        (made_up(0.87, 0.05, 0.9, {}), ["hit1"]),
        (made_up(0.90, 0.08, 0.9, {}), ["ece"]),
        (made_up(0.90, 0.05, 0.9 - 2 / 32, {}), ["hit1"]),
        (Figures(measures={}, rows={}, mistakes={}), ["hit1", "ece", "hit1"]),
    ],
)
def test_what_counts_as_worse(now: Figures, worse: list[str]) -> None:
    before = made_up(0.90, 0.05, 0.9, {})
    assert [drop.measure for drop in drops(before, now)] == worse


def test_rounding_does_not_make_one_row_two() -> None:
    before = figures([hits(25, 31)])
    assert drops(before, figures([hits(24, 31)])) == []
    assert {drop.measure for drop in drops(before, figures([hits(23, 31)]))} == {"hit1"}


def test_one_row_of_a_small_group_may_slip_and_no_more() -> None:
    assert [allowed(rows) for rows in (32, 40)] == [1 / 32, 1 / 40]
    assert [allowed(rows) for rows in (50, 80, 300)] == [0.02] * 3
    assert "hit1" not in LOWER_IS_BETTER


def test_a_mistake_is_new_where_the_row_was_right_or_wrong_otherwise() -> None:
    rows = [row("g-1", "wrong"), row("g-2", "aspect"), row("g-3", "missed"), row("g-4", None)]
    now = [SetResult(path="questions", format="items", asked=4, rows=rows)]
    before = made_up(0.9, 0.05, 0.9, {"g-1": "wrong", "g-2": "wrong"})
    assert [line.split()[1] for line in new_mistakes(before, now)] == ["g-2", "g-3"]


class TwoMatters:
    """Finds the matter whose name is said, else the one at hand; its fee is known."""

    def __init__(self) -> None:
        self.guides = {
            "a": guide(id="a", name="甲事", short_name="甲事"),
            "b": guide(id="b", name="乙事", short_name="乙事"),
        }
        self.asked: list[tuple[str | None, OwnCase, list[str]]] = []

    def resolve(
        self, text: str, current: str | None, case: OwnCase, before: list[str]
    ) -> Resolution:
        self.asked.append((current, case, before))
        item = {"甲": "a", "乙": "b"}.get(text[0], current or "a")
        candidates, facts = [Candidate(item=item, p=0.9)], [self.guides[item].facts[2]]
        return Resolution("answer", candidates, 0.9, "fee", 0.9, facts, 1, text[0] != "甲", {})


def test_a_conversation_stays_on_its_matter_and_comes_back() -> None:
    base = TwoMatters()
    texts = ["甲，我爸82了", "要钱吗", "乙", "刚才说的那个呢"]
    replies = converse(cast(KnowledgeBase, base), texts)
    father = OwnCase({"age": 82}, {})
    assert base.asked == [
        (None, NO_CASE, []),
        ("a", father, []),
        ("a", father, []),
        ("a", father, ["b"]),
    ]
    assert [reply.cards[0].item for reply in replies] == ["a", "a", "b", "a"]
    assert [reply.outcome for reply in replies] == ["silent", "answered", "answered", "answered"]
    assert ["纸鸢登记不收费" in reply.said for reply in replies[1:]] == [True] * 3


def hits(right: int, of: int) -> SetResult:
    measures = dict.fromkeys(OF_A_REGISTER, 0.0) | {"hit1": right / of}
    groups = [Group(name="register: short", n=of, measures=measures)]
    return SetResult(path="questions", format="items", asked=of, groups=groups)


def row(row_id: str, problem: str | None) -> RowResult:
    return row_result(row_id, "?", "a", Reply(outcome="answered")).model_copy(
        update={"problem": problem}
    )
