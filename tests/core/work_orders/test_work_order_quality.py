"""How well the routing does on texts that another writer labelled, and never trained on."""

from pathlib import Path

import pytest

from core.work_orders.evaluation import Measured, measure, rows_of
from service.problems import ProblemError
from tests.core.work_orders.conftest import Desk

QUESTIONS = Path("tests/routing/questions.jsonl")
BAR = 0.88


@pytest.mark.skipif(not QUESTIONS.is_file(), reason="there are no labelled texts")
def test_category_and_unit_are_right_often_enough(house: Desk) -> None:
    """Says counts only: whoever writes examples must not see the texts."""
    measured = Measured()
    with house.core() as core:
        for latest in measure(core, rows_of(QUESTIONS)):
            measured = latest
    assert measured.share(measured.category) >= BAR, measured.confused.most_common(20)
    assert measured.share(measured.unit) >= BAR
    assert measured.dispatched_right / measured.dispatched >= BAR


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        '{"text": "a", "category": "none.such", "unit": "police"}',
        '{"text": "a", "category": "order.vice", "unit": "nobody"}',
        '{"text": 1, "category": "order.vice", "unit": "police"}',
        '{"category": "order.vice", "unit": "police"}',
    ],
)
def test_a_line_that_cannot_be_used_is_named(line: str, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    good = '{"text": "有人赌博", "category": "order.vice", "unit": "police"}'
    file.write_text(f"{good}\n{line}\n", encoding="utf-8")
    with pytest.raises(ProblemError) as error:
        rows_of(file)
    assert "第 2 行" in error.value.detail


def test_what_is_wrong_is_counted_where_it_went(house: Desk) -> None:
    rows = [
        {"text": "工地半夜打桩太吵", "category": "noise.construction", "unit": "ecology"},
        {"text": "工地半夜打桩太吵", "category": "order.vice", "unit": "police"},
    ]
    with house.core() as core:
        *_, measured = measure(core, rows)
    assert (measured.rows, measured.category, measured.unit) == (2, 1, 1)
    assert measured.confused == {("order.vice", "noise.construction"): 1}
