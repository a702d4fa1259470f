"""Numbers on bills in every spelling, and what is none of them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.fields import find, parse

WIDE = str.maketrans(string.digits, "０１２３４５６７８９")
CHINESE = str.maketrans(string.digits, "零一二三四五六七八九")
DIGITS = string.digits


def numbers(least: int, most: int) -> st.SearchStrategy[str]:
    return st.text(DIGITS, min_size=least, max_size=most)


def spellings(value: str) -> list[str]:
    spaced = " ".join(value[at : at + 4] for at in range(0, len(value), 4))
    return [value, spaced, spaced.replace(" ", "-"), value.translate(WIDE)]


@given(numbers(10, 20), st.sampled_from(["{}", "编码是{}", "繳款通知書編碼：{}。", " {} 謝謝"]))
def test_a_notice_is_read_in_every_spelling(value: str, words: str) -> None:
    for spelt in [*spellings(value), value.translate(CHINESE)]:
        assert parse("notice_number", words.format(spelt)) == value


@given(numbers(4, 9), st.sampled_from(["{}", "执收单位编码{}", "單位係{}", "{}，唔該"]))
def test_a_unit_is_read_in_every_spelling(value: str, words: str) -> None:
    for spelt in spellings(value):
        assert parse("unit_code", words.format(spelt)) == value


@given(st.integers(0, 9999), st.sampled_from(["{}", "后四位{}", "尾號係{}", "{}。"]))
def test_a_tail_is_four_characters(number: int, words: str) -> None:
    value = f"{number:04d}"
    assert parse("phone_tail", words.format(value)) == value
    assert parse("phone_tail", words.format(value.translate(WIDE))) == value
    assert parse("phone_tail", words.format(f"{value[:3]}x")) == f"{value[:3]}X"
    assert parse("phone_tail", words.format(f"{value}5")) is None


@given(
    st.dates(),
    st.text(string.ascii_uppercase + DIGITS, min_size=6, max_size=6),
    st.sampled_from(["{}", "预约编号{}", "我的預約號是 {} 。", "取消{}"]),
)
def test_a_booking_is_read_in_every_spelling(day: object, tail: str, words: str) -> None:
    date = str(day).replace("-", "")
    value = f"B{date}{tail}"
    wide = value.translate(WIDE)
    for spelt in (value, value.lower(), f"B {date} {tail}", f"b-{date}-{tail}", wide):
        assert parse("booking_number", words.format(spelt)) == value


@given(numbers(10, 20), numbers(4, 9))
def test_both_numbers_of_a_notice_are_found_with_their_places(notice: str, unit: str) -> None:
    for words in (f"编码{notice}，单位{unit}", f"{notice} {unit}", f"单位{unit}编码{notice}啊"):
        (first,), (second,) = find("notice_number", words), find("unit_code", words)
        assert (first.value, second.value) == (notice, unit)
        assert words[first.start : first.end] == notice
        assert words[second.start : second.end] == unit
        assert parse("notice_number", words) == notice
        assert parse("unit_code", words) == unit


@given(numbers(10, 20), numbers(10, 20))
def test_two_numbers_are_no_answer(one: str, other: str) -> None:
    expected = one if one == other else None
    assert parse("notice_number", f"{one}还是{other}") == expected


@pytest.mark.parametrize(
    ("type", "words"),
    [
        ("notice_number", "123456789"), ("notice_number", "1" * 21), ("notice_number", "编码AB"),
        ("notice_number", "a1234567890"), ("notice_number", "1234567890b"),
        ("notice_number", "1234567890" + "话" * 30), ("notice_number", "[ID_1]"),
        ("unit_code", "123"), ("unit_code", "1234567890"), ("unit_code", "2026年"),
        ("unit_code", "5000元"), ("unit_code", "1111或者2222"),
        ("phone_tail", "123"), ("phone_tail", "13800138000"), ("phone_tail", "x123"),
        ("booking_number", "B2026112"), ("booking_number", "20261125ABC123"),
        ("booking_number", "G20261125ABC123"), ("booking_number", "B20261125ABC1234"),
    ],
)  # fmt: skip
def test_what_is_none_of_them(type: str, words: str) -> None:
    assert parse(type, words) is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("楼下半夜打桩，怎么没人管？", "楼下半夜打桩,怎么没人管?"),
        ("井盖坏了", "井盖坏了"), ("我叫[NAME_1]，被骗了钱", "我叫[NAME_1],被骗了钱"),
        ("路燈壞咗", "路灯坏咗"), ("noise at night", "noise at night"),
        ("坏了", None), ("13800138000", None), ("[PHONE_1]", None), ("我叫[NAME_1]", None),
        ("算了，不办了", None), ("上一步", None), ("转人工客服", None), ("", None),
        ("🙂🙂🙂🙂", None),
    ],
)  # fmt: skip
def test_a_story_tells_something(words: str, told: str | None) -> None:
    assert parse("story", words) == told
