"""Numbers of cases in what citizens say."""

import pytest

from text.case_number import find_case_number, without_case_number

NUMBER = "LH202611227K3Q9XYZ"


@pytest.mark.parametrize(
    "words",
    [
        NUMBER, "查lh202611227k3q9xyz，尾号1234", "ＬＨ20261122 7K3Q9XYZ",
        "LH20261122-7K3Q9XYZ 1234", "my number is LH 20261122 7k3q9xyz",
    ],
)  # fmt: skip
def test_a_number_is_found_as_it_is_stored(words: str) -> None:
    assert find_case_number(words) == NUMBER


@pytest.mark.parametrize("words", ["", "我的办件", "LH2026", "20261122", "XLH202611227K3Q9XYZ"])
def test_other_words_hold_none(words: str) -> None:
    assert find_case_number(words) is None


def test_what_is_left_beside_it_holds_no_part_of_it() -> None:
    assert without_case_number(f"查{NUMBER}，尾号1234").split() == ["查", ",尾号1234"]
