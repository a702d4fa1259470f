"""Case numbers in any spelling."""

import pytest

from core.cases.numbers import spelled

NUMBER = "LH20261122ABCDEF23"


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER,
        NUMBER.lower(),
        "LH 20261122 ABCD EF23",
        "lh-20261122-abcdef23",
        "ＬＨ２０２６１１２２ａｂｃｄｅｆ２３",
        f"编号是{NUMBER}，谢谢",
    ],
)
def test_a_number_is_found_in_any_spelling(typed: str) -> None:
    assert spelled(typed) == NUMBER


@pytest.mark.parametrize("typed", ["", "LH2026", "LH20261122ABCDEF10", "随便写的"])
def test_what_is_no_number_is_not_made_one(typed: str) -> None:
    assert spelled(typed) != NUMBER
