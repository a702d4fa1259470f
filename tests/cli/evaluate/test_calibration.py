import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.evaluate.calibration import bins, ece

rows = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def test_by_hand() -> None:
    # Bin [.9, 1]: mean .95, right .5, weight 2/4. Bin [.2, .3): mean .2, right 0, weight 2/4.
    found = ece([0.9, 1.0, 0.2, 0.2], [True, False, False, False])
    assert found == pytest.approx(0.5 * 0.45 + 0.5 * 0.2)


def test_nothing_to_measure() -> None:
    assert ece([], []) is None


def test_sure_and_always_wrong_is_the_worst() -> None:
    assert ece([1.0, 1.0], [False, False]) == 1.0


def test_the_edges_of_the_bins() -> None:
    counts = [one.n for one in bins([0.0, 0.1, 0.999, 1.0], [True] * 4)]
    assert counts == [1, 1, 0, 0, 0, 0, 0, 0, 0, 2]


def test_what_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueError, match=r"1\.2"):
        ece([1.2], [True])


@given(rows)
def test_lies_between_0_and_1(some: list[tuple[float, bool]]) -> None:
    found = ece([confidence for confidence, _ in some], [hit for _, hit in some])
    assert found is not None
    assert 0 <= found <= 1


@given(rows)
def test_bins_hold_every_row_once(some: list[tuple[float, bool]]) -> None:
    held = bins([confidence for confidence, _ in some], [hit for _, hit in some])
    assert sum(one.n for one in held) == len(some)
    assert all(
        one.low - 1e-9 <= one.confidence <= one.high + 1e-9
        for one in held
        if one.confidence is not None
    )


@given(st.lists(st.booleans(), min_size=1))
def test_a_confidence_that_is_the_share_of_hits_has_no_error(hits: list[bool]) -> None:
    assert ece([sum(hits) / len(hits)] * len(hits), hits) == pytest.approx(0)
