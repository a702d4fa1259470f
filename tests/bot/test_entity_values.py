import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.components.entity_values import EntityValues, calendar_date, clock_time, to_int


@pytest.mark.parametrize(
    ("written", "number"),
    [("7", 7), ("十", 10), ("十二", 12), ("二十", 20), ("三十五", 35), ("两", 2)],
)
def test_numbers(written: str, number: int) -> None:
    assert to_int(written) == number


@pytest.mark.parametrize(
    ("before", "written", "value"),
    [
        ("", "10点", "10:00"),
        ("上午", "9点半", "09:30"),
        ("下午", "三点半", "15:30"),
        ("下午", "14:20", "14:20"),
        ("晚上", "八点一刻", "20:15"),
        ("", "十一点二十五", "11:25"),
        ("中午", "12点", "12:00"),
        ("", "9点整", "09:00"),
        ("", "10点20分", "10:20"),
    ],
)
def test_times(before: str, written: str, value: str) -> None:
    assert clock_time(written, before) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026年12月3日", "2026-12-03"),
        ("12月3号", "12-03"),
        ("十二月二十一号", "12-21"),
        ("下周三", "下周三"),
        ("28号", "28号"),
    ],
)
def test_dates(written: str, value: str) -> None:
    assert calendar_date(written, "") == value


def test_of_entities_that_overlap_the_longest_stays_and_values_are_bare() -> None:
    text = "缴款通知书号abc-1234567要交"
    entities = [
        {"entity": "document", "start": 0, "end": 5, "value": "缴款通知书"},
        {"entity": "bill_number", "start": 0, "end": 17, "value": text[:17]},
        {"entity": "bill_number", "start": 0, "end": 17, "value": text[:17]},
    ]
    (seen,) = EntityValues().process([Message(data={"text": text, "entities": entities})])
    assert [(e["entity"], e["value"]) for e in seen.get("entities")] == [
        ("bill_number", "ABC1234567")
    ]
