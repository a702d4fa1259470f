"""When to answer: costs, the choice of thresholds, and the calibration error."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.confidence import Sure
from knowledge_base.thresholds import (
    ASK_COST,
    DECLINE_COST,
    UNCOVERED_COST,
    VAGUE_COST,
    WRONG_COST,
    Judged,
    Thresholds,
    _calibration_error,
    _Table,
    choose_thresholds,
)

share = st.floats(0, 1)


def judged(best: float, second: float, target: int, kind: str = "ask") -> Judged:
    """Two guides with these probabilities, as sure as the best is likely. Target 0: the first
    is right; 2: none is."""
    targets = frozenset({target} & {0, 1})
    return Judged(np.array([best, second]), Sure(best, 0.0, 0.0), targets, kind)


def cost(row: Judged, answer: float, ask_back: float) -> float:
    return _Table([row]).cost(Thresholds(answer, 0.5, 0.5, ask_back))


BOTH, NOTHING = frozenset({0, 1}), frozenset[int]()


@pytest.mark.parametrize(
    ("row", "costs"),
    [
        (judged(0.8, 0.1, 0), 0.0),
        (judged(0.8, 0.1, 1), WRONG_COST),
        (judged(0.8, 0.1, 2), UNCOVERED_COST),
        (judged(0.4, 0.3, 0), ASK_COST),
        (judged(0.4, 0.3, 2), ASK_COST / 2),
        (judged(0.1, 0.1, 0), DECLINE_COST),
        (judged(0.1, 0.1, 2), 0.0),
        (Judged(np.array([0.4, 0.3]), Sure(0.4, 0.0, 0.0), BOTH, "ambiguous"), 0.0),
        (Judged(np.array([0.8, 0.1]), Sure(0.8, 0.0, 0.0), BOTH, "ambiguous"), VAGUE_COST),
        (Judged(np.array([0.8, 0.1]), Sure(0.8, 0.0, 0.5), NOTHING, "not_covered"), ASK_COST / 2),
        (Judged(np.array([0.8, 0.1]), Sure(0.8, 0.5, 0.0), BOTH, "ambiguous"), 0.0),
        (Judged(np.array([0.8, 0.1]), Sure(0.8, 0.5, 0.0), frozenset({0}), "ask"), ASK_COST),
        (Judged(np.array([0.1, 0.1]), Sure(0.1, 0.0, 0.0), BOTH, "ambiguous"), DECLINE_COST),
        (Judged(np.array([0.1, 0.1]), Sure(0.1, 0.5, 0.0), BOTH, "ambiguous"), 0.0),
        (Judged(np.array([0.8, 0.1]), Sure(0.2, 0.0, 0.0), frozenset({0}), "ask"), ASK_COST),
        (Judged(np.array([0.4, 0.2]), Sure(0.9, 0.0, 0.0), frozenset({0}), "ask"), 0.0),
        (Judged(np.array([0.4, 0.1]), Sure(0.9, 0.0, 0.0), frozenset({0}), "ask"), ASK_COST),
        (Judged(np.array([0.2, 0.1]), Sure(0.9, 0.0, 0.0), frozenset({0}), "ask"), DECLINE_COST),
        (Judged(np.empty(0), Sure(0.0, 0.0, 0.0), NOTHING, "ask"), 0.0),
    ],
)
def test_what_each_outcome_costs(row: Judged, costs: float) -> None:
    assert cost(row, answer=0.6, ask_back=0.5) == pytest.approx(costs)


@pytest.mark.parametrize(
    ("row", "right"),
    [
        (judged(0.8, 0.1, 0), True),
        (judged(0.8, 0.1, 1), False),
        (judged(0.8, 0.1, 2), False),
        (Judged(np.array([0.8, 0.1]), Sure(0.8, 0.0, 0.0), BOTH, "ambiguous"), False),
        (Judged(np.empty(0), Sure(0.0, 0.0, 0.0), NOTHING, "ask"), False),
    ],
)
def test_one_right_guide_before_all_others_is_right(row: Judged, right: bool) -> None:
    assert row.right == right


@given(p=share, low=share, high=share)
def test_more_care_never_costs_less_where_the_best_is_right(
    p: float, low: float, high: float
) -> None:
    row, (low, high) = judged(p, 0, 0), sorted((low, high))
    assert cost(row, low, low) <= cost(row, high, high)
    assert cost(row, high, low) <= cost(row, high, high)


@given(p=share, low=share, high=share)
def test_more_care_never_costs_more_where_no_guide_answers(
    p: float, low: float, high: float
) -> None:
    row, (low, high) = judged(p, 0, 2), sorted((low, high))
    assert cost(row, low, low) >= cost(row, high, high)


def test_the_choice_lies_between_right_and_wrong() -> None:
    rows = [judged(0.85, 0.0, 0)] * 20 + [judged(0.55, 0.0, 2, "not_covered")] * 20
    chosen, report = choose_thresholds(rows)
    assert 0.55 < chosen.answer <= 0.85
    assert 0.55 < chosen.ask_back <= 0.85
    assert report["ask.hit1"] == 1.0
    assert report["not_covered.wrong"] == 0.0
    assert report["not_covered.asked_back"] == 0.0


def test_asking_back_is_chosen_where_two_guides_compete() -> None:
    rows = [judged(0.45, 0.4, 1)] * 10 + [judged(0.9, 0.0, 0)] * 10
    chosen, report = choose_thresholds(rows)
    assert 0.45 < chosen.answer <= 0.9
    assert chosen.ask_back <= 0.85
    assert (report["ask.hit1"], report["ask.asked_back"], report["ask.wrong"]) == (0.5, 0.5, 0.0)


def test_what_is_vague_is_asked_back_however_sure() -> None:
    clear = Judged(np.array([0.9, 0.0]), Sure(0.9, 0.1, 0.0), frozenset({0}), "ask")
    vague = Judged(np.array([0.9, 0.0]), Sure(0.9, 0.4, 0.0), BOTH, "ambiguous")
    chosen, report = choose_thresholds([clear, vague])
    assert 0.1 < chosen.vague <= 0.4
    assert (report["ask.hit1"], report["ambiguous.asked_back"]) == (1.0, 1.0)


def test_what_no_guide_answers_is_not_answered_however_sure() -> None:
    covered = Judged(np.array([0.9, 0.0]), Sure(0.9, 0.0, 0.1), frozenset({0}), "ask")
    uncovered = Judged(np.array([0.9, 0.0]), Sure(0.9, 0.0, 0.6), NOTHING, "not_covered")
    chosen, report = choose_thresholds([covered, uncovered])
    assert 0.1 < chosen.uncovered <= 0.6
    assert (report["ask.hit1"], report["not_covered.wrong"]) == (1.0, 0.0)


def test_a_weight_of_nothing_does_not_count() -> None:
    wrong = Judged(np.array([0.9, 0.0]), Sure(0.9, 0.0, 0.0), NOTHING, "left_out", weight=0.0)
    chosen, _ = choose_thresholds([judged(0.5, 0.0, 0), wrong])
    assert chosen.answer <= 0.5


def test_calibration_error() -> None:
    certain, yes = np.full(10, 1.0), np.ones(10, dtype=bool)
    assert _calibration_error(certain, yes) == 0
    assert _calibration_error(certain, ~yes) == 1
    p = np.repeat([0.25, 0.75], 4)
    right = np.array([1, 0, 0, 0, 1, 1, 1, 0], dtype=bool)
    assert _calibration_error(p, right) == pytest.approx(0)
    assert _calibration_error(p, ~right) == pytest.approx(0.5)


def test_of_thresholds_that_cost_the_same_the_middle_is_taken() -> None:
    thresholds, _ = choose_thresholds([judged(0.72, 0.1, 0), judged(0.41, 0.2, 1)])
    assert thresholds.answer == pytest.approx((0.45 + 0.7) / 2)
