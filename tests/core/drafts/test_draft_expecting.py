"""What is told to who gave something else than what was asked."""

import pytest

from core.drafts.expecting import expected
from core.items.definition import FieldDefinition, FieldType


@pytest.mark.parametrize(
    ("type", "words", "why"),
    [
        ("mobile", "138 0013 80001", "您发的号码有12位，位数不对。"), ("mobile", "不告诉你", ""),
        ("id_number", "440399199007080191", "这个号码核对不上，可能打错了一位，请再看一看。"),
        ("id_number", "44039919900708019x", "这个号码核对不上，可能打错了一位，请再看一看。"),
        ("id_number", "440399199007", "您发的号码有12位，位数不对。"),
        ("bank_card", "4111111111111112", "这个号码核对不上，可能打错了一位，请再看一看。"),
        ("bank_card", "13800138000和13900139000", ""), ("integer", "1234567", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_number_is_told(type: FieldType, words: str, why: str) -> None:
    field = FieldDefinition(id="number", label="号码", type=type, ask="号码是多少？")
    assert expected(field, words).startswith(f"{why}「号码」")
