"""What is said when core cannot do something now."""

import logging

import pytest

from actions.failing import failed
from messages import Act, Option, Turn
from tests.actions.conftest import failure


def test_it_says_what_is_safe_and_the_reference_is_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        turn = failed("什么也没有丢。")
    assert turn == Turn(outcome="failed", cards=[failure("什么也没有丢。")])
    assert [vars(record)["reference"] for record in caplog.records] == ["A-0A1B2C3D"]


def test_other_ways_are_offered() -> None:
    again = Option(label="再试", act=Act(intent="check_case"))
    (card,) = failed("", [again]).cards
    assert card.options == [again]  # type: ignore[union-attr]
