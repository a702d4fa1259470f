import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.evaluate.entities import normalise, pairs, score

some_pairs = st.frozensets(
    st.tuples(st.sampled_from(["date", "time", "window"]), st.sampled_from(["1", "2", "3"]))
)


@pytest.mark.parametrize(
    ("value", "normal"),
    [
        ("9:05", "09:05"),
        ("０９：０５", "09:05"),
        ("2026-1-3", "2026-01-03"),
        ("1-3", "01-03"),
        (" 粤b 12345 ", "粤b12345"),
        ("粤B12345", "粤b12345"),
        ("Next  Monday", "next monday"),
        ("后天下午", "后天下午"),
    ],
)
def test_spelling_is_normalised(value: str, normal: str) -> None:
    assert normalise(value) == normal


def test_a_year_not_said_is_not_made_up() -> None:
    assert normalise("01-03") != normalise("2026-01-03")


def test_lists_give_a_pair_for_each_value() -> None:
    assert pairs({"window": ["3", "4"], "time": "9:00"}) == {
        ("window", "3"),
        ("window", "4"),
        ("time", "09:00"),
    }


def test_micro_f1_by_hand() -> None:
    right, other = ("window", "3"), ("time", "09:00")
    found = score(
        [
            (frozenset({right}), frozenset({right, other})),  # one right, one too many
            (frozenset({other}), frozenset()),  # one missed
        ]
    )
    assert list(found) == [pytest.approx(1 / 2)] * 3


def test_nothing_said_and_nothing_found_is_no_score() -> None:
    assert score([]) == (None, None, None)
    assert score([(frozenset(), frozenset())]) == (None, None, None)


def test_all_wrong_is_zero() -> None:
    assert score([(frozenset({("time", "1")}), frozenset({("time", "2")}))]).f1 == 0


@given(st.lists(st.tuples(some_pairs, some_pairs)))
def test_scores_lie_between_0_and_1(
    rows: list[tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]],
) -> None:
    found = score(rows)
    assert all(value is None or 0 <= value <= 1 for value in found)
    if found.f1 and found.precision and found.recall:
        harmonic = 2 * found.precision * found.recall / (found.precision + found.recall)
        assert found.f1 == pytest.approx(harmonic)


@given(st.lists(some_pairs.filter(bool), min_size=1))
def test_everything_right_is_one(rows: list[frozenset[tuple[str, str]]]) -> None:
    assert score((row, row) for row in rows) == (1, 1, 1)


@given(st.text())
def test_normalising_twice_changes_nothing_more_for_stripped_text(value: str) -> None:
    once = normalise(value)
    assert once == once.strip()
    assert "  " not in once
