"""The figures of the search bench, on answers made up so that each is known."""

import pytest

from bench.search.knowledge import Question
from bench.search.measures import at_coverage, by_kind, milliseconds, quality, retrieval
from bench.search.worker import Answer

ASKED = [
    Question("a?", frozenset({"a"}), "short"),
    Question("b?", frozenset({"b", "c"}), "short"),
    Question("c?", frozenset({"c"}), "real", holding=frozenset({"c", "d"})),
    Question("d?", frozenset({"d"}), "real"),
]
ANSWERS = [
    Answer(["a", "b"], score=9, margin=1, confidence=0.9, ms=1),
    Answer(["c", "a"], score=1, margin=4, confidence=0.3, answered=False, ms=2),
    Answer(["d", "a", "c"], score=8, margin=0, confidence=0.5, ms=3),
    Answer(["a", "b", "c", "d"], score=2, margin=3, confidence=0.3, ms=100),
]


def test_quality_tells_right_from_said() -> None:
    found = quality(ASKED, ANSWERS)
    assert (found.rows, found.answered, found.top1) == (4, 0.75, 0.5)
    assert (found.hit1, found.wrong, found.hit3) == (0.25, 0.5, 0.75)
    # bins: .9 (right), .5 (wrong), .3 (one of two right)
    assert found.ece == pytest.approx((0.1 + 0.5 + 2 * 0.2) / 4)


def test_without_probabilities_there_is_no_calibration() -> None:
    assert quality(ASKED[:1], [Answer(["a"], 1, 1)]).ece is None


def test_equal_coverage_takes_the_sureness_that_serves_best() -> None:
    # By score the surest two are rows 0 and 2 (one right), by margin rows 1 and 3 (one right).
    assert at_coverage(ASKED, ANSWERS, 0.5) == (0.25, 0.25)
    # By margin the surest one is row 1, by score row 0: both right.
    assert at_coverage(ASKED, ANSWERS, 0.25) == (0.25, 0.0)
    assert at_coverage(ASKED, ANSWERS, 1.0) == (0.5, 0.5)


def test_kinds_are_measured_apart() -> None:
    found = by_kind(ASKED, ANSWERS)
    assert {kind: one.top1 for kind, one in found.items()} == {"short": 1.0, "real": 0.0}


def test_retrieval_by_rank() -> None:
    found = retrieval(ASKED, ANSWERS)
    # ranks 1, 1, 3, 4: discounts 1, 1, 1/2, 1/log2(5)
    assert found.ndcg10 == pytest.approx((1 + 1 + 0.5 + 0.430677) / 4)
    assert (found.recall1, found.recall10, found.holding1) == (0.5, 1.0, 0.25)


def test_what_stands_below_ten_counts_nothing() -> None:
    ranking = [str(i) for i in range(10)] + ["a"]
    assert retrieval(ASKED[:1], [Answer(ranking, 1, 0)]).recall10 == 0


def test_milliseconds() -> None:
    assert milliseconds(ANSWERS)[0] == 2.5
