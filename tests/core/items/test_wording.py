"""Values of fields as a person reads them."""

import pytest

from core.items.definition import FieldDefinition, FieldType, Option
from core.items.wording import in_words


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("choice", "card", "打到卡上"),
        ("choice", "gone", "gone"),
        ("yes_no", "yes", "是"),
        ("yes_no", "no", "否"),
        ("yes_no", "maybe", "maybe"),
        ("money", "123400", "1,234元"),
        ("money", "123405", "1,234.05元"),
        ("money", "很多", "很多"),
        ("date", "2024-02-29", "2024年2月29日"),
        ("date", "昨天", "昨天"),
        ("year_month", "2026-07", "2026年7月"),
        ("year_month", "2026", "2026"),
        ("text", "2024-02-29", "2024-02-29"),
    ],
)
def test_a_value_is_told_in_words(kind: FieldType, value: str, says: str) -> None:
    options = [Option(value="card", label="打到卡上"), Option(value="window", label="到窗口领")]
    field = FieldDefinition(id="one", label="一项", type=kind, ask="？", options=options)
    assert in_words(field, value) == says
