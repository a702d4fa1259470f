"""Spoken digits and Chinese numerals."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from text.digits import parse_number, spoken_digits

_NUMERALS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("一三八零零一三八零零零", "13800138000"),
        ("幺三八 杠 零零幺三 杠 八零零零", "13800138000"),
        ("幺三八，零零幺三，八零零零", "13800138000"),
        ("一 三 八 零 零 一 三 八 零 零 零", "13800138000"),
        ("壹叁捌零零壹叁捌零零零", "13800138000"),
        ("幺洞拐勾", "1079"),
        ("两两零零", "2200"),
        ("打一二三四五一共几次", "打12345一共几次"),
        ("为什么一二三四", "为什么1234"),
        ("二〇二六年", "2026年"),
        ("１３８①", "1381"),
        ("尾号是〇〇八四", "尾号是0084"),
    ],
)
def test_runs_of_spoken_digits_become_ascii(said: str, written: str) -> None:
    assert spoken_digits(said) == written


@pytest.mark.parametrize(
    "text",
    [
        "一百", "三年", "一二", "两个人", "十二万", "三三两两", "七七八八", "一，二，三，四",
        "一、二、三、四、五", "打勾", "拐弯", "山洞", "什么", "12345一网通办", "138-0013-8000",
        "三十五岁，七十二岁", "一 二 三 四",
    ],
)  # fmt: skip
def test_other_words_stay(text: str) -> None:
    assert spoken_digits(text) == text


@given(st.text("0123456789", min_size=4, max_size=30))
def test_every_number_read_aloud_comes_back(number: str) -> None:
    said = "".join(_NUMERALS[int(d)] for d in number)
    assume(said != "七七八八")  # an idiom
    assert spoken_digits(f"号码是{said}吗") == f"号码是{number}吗"


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("三百二十", 320), ("三百二", 320), ("两万五", 25_000), ("一点五", 1.5), ("十五", 15),
        ("二十", 20), ("一千零五", 1_005), ("一万零五百", 10_500), ("一百一十", 110), ("廿三", 23),
        ("一万二千三", 12_300), ("两千五百万", 25_000_000), ("一亿二千万", 120_000_000), ("十", 10),
        ("零", 0), ("二零二六", 2026), ("1.5万", 15_000), ("一点五万", 15_000), ("1万5", 15_000),
        ("3百", 300), ("3,200", 3_200), ("３２０", 320), ("壹佰贰拾", 120), ("三点一四", 3.14),
        ("负三", -3), ("一万亿", 10**12), ("两千零二十六", 2026), ("0.07", 0.07),
    ],
)  # fmt: skip
def test_numerals_have_their_value(numeral: str, value: float) -> None:
    assert parse_number(numeral) == value


@pytest.mark.parametrize(
    "text", ["", "百", "十百", "万", "三元", "一二十三", "点五点", "三百二百", "元", "-"]
)
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    assert parse_number(text) is None


def _spell(n: int) -> str:
    """The standard Chinese spelling of 0 to 9,999."""
    if n == 0:
        return "零"
    digits = f"{n:04d}"
    spelt = ""
    for digit, unit in zip(digits, "千百十 ", strict=True):
        spelt += "零" if digit == "0" else _NUMERALS[int(digit)] + unit.strip()
    while "零零" in spelt:
        spelt = spelt.replace("零零", "零")
    return spelt.strip("零")


@given(st.integers(1, 9_999), st.integers(0, 9_999))
def test_standard_spellings_parse(high: int, low: int) -> None:
    assert parse_number(_spell(high)) == high
    zero = "零" if 0 < low < 1_000 else ""
    tail = zero + _spell(low) if low else ""
    assert parse_number(f"{_spell(high)}万{tail}") == high * 10_000 + low


@given(st.text())
def test_nothing_makes_them_raise(s: str) -> None:
    parse_number(s)
    spoken_digits(s)
