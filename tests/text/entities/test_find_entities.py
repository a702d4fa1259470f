"""Details of a service, in every script and manner of speaking."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.entities import find_entities, placeholders
from text.private_data import mask


def said(text: str) -> list[tuple[str, str]]:
    return [(entity.name, entity.value) for entity in find_entities(text)]


def of(name: str, text: str) -> list[str]:
    return [value for found, value in said(text) if found == name]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("编号LH20261101000842办到哪了", "LH20261101000842"),
        ("lh20261122 7k3q9xyz", "LH202611227K3Q9XYZ"),
        ("L H 二零二六一一零一零零零八四二 批了吗", "LH20261101000842"),
        ("工單號GD-20261101-882，處理未", "GD20261101882"),
        ("查下 2026 1101 0884 的进度", "202611010884"),
        ("受理号是幺二三四五六七八", "12345678"),
        ("my case number is LH20260907000118", "LH20260907000118"),
        ("what's the status of 90817263", "90817263"),
        ("申请编号：AJ-88812345", "AJ88812345"),
    ],
)
def test_numbers_of_cases(text: str, value: str) -> None:
    assert said(text) == [("case_number", value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("缴款通知书号 4403 2655 0011 怎么付", "440326550011"),
        ("四四零三二六五五零零一一,我要缴费", "440326550011"),
        ("pay bill number 4403 2611 0098 7001", "4403261100987001"),
        ("单号44032655990", "44032655990"),
        ("罚单編號JK009981，俾錢", "JK009981"),
        ("编号20261107003345的罚款帮我交", "20261107003345"),
        ("the payment notice no. is 5518 2233 0041", "551822330041"),
    ],
)
def test_numbers_of_bills(text: str, value: str) -> None:
    assert said(text) == [("bill_number", value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("手机尾号是0086", "0086"),
        ("手机尾四位零三一六", "0316"),
        ("電話尾四個字係 5 5 1 9", "5519"),
        ("电话后四位数字是8,0,1,7", "8017"),
        ("last four digits of my phone are oh three double one", "0311"),
        ("phone ending in 9175", "9175"),
        ("是0316结尾的手机", "0316"),
        ("尾号0316一共交了三次", "0316"),
    ],
)
def test_tails_of_phones(text: str, value: str) -> None:
    assert said(text) == [("phone_tail", value)]


@pytest.mark.parametrize("text", ["身份证尾号1234", "银行卡后四位5566", "尾号138001"])
def test_other_tails_are_not_of_a_phone(text: str) -> None:
    assert of("phone_tail", text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十八號窗喺邊", "18"),
        ("第5号窗口", "5"),
        ("B12窗口在哪里", "B12"),
        ("去窗口7怎么走", "7"),
        ("where is window 9", "9"),
        ("counter number twelve please", "12"),
        ("6号柜台", "6"),
    ],
)
def test_windows(text: str, value: str) -> None:
    assert said(text) == [("window", value)]


@pytest.mark.parametrize("text", ["几号窗口办身份证", "窗口在哪", "有3个窗口"])
def test_a_window_that_is_asked_for_is_no_number(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026年12月3日", "2026-12-03"),
        ("二〇二六年十二月三号", "2026-12-03"),
        ("2026/12/3", "2026-12-03"),
        ("12月31号", "12-31"),
        ("十二月二十一號", "12-21"),
        ("December 3rd, 2026", "2026-12-03"),
        ("the third of December", "12-03"),
        ("改到12-2", "12-02"),
        ("下星期四", "下星期四"),
        ("聽日", "聽日"),
        ("下個月5號", "下個月5號"),
        ("28号", "28号"),
        ("Next Tuesday", "Next Tuesday"),
        ("this afternoon", "this afternoon"),
        ("今晚", "今晚"),
    ],
)
def test_dates(text: str, value: str) -> None:
    assert said(text) == [("date", value)]


@pytest.mark.parametrize(
    "text", ["13月40号", "3号线罗湖站", "24/7", "3-5个月", "两个月", "2月30日", "我等了5天"]
)
def test_no_dates(text: str) -> None:
    assert of("date", text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("下午两点半", "14:30"),
        ("上午9点三刻", "09:45"),
        ("10點20分", "10:20"),
        ("14时30分", "14:30"),
        ("下晝三點", "15:00"),
        ("中午一点", "13:00"),
        ("晚上十二点", "00:00"),
        ("凌晨两点", "02:00"),
        ("三点", "15:00"),
        ("9:30 a.m.", "09:30"),
        ("2.15 pm", "14:15"),
        ("half past two", "14:30"),
        ("quarter to ten", "09:45"),
        ("three o'clock", "15:00"),
        ("nine thirty in the morning", "09:30"),
        ("at noon", "12:00"),
        ("兩點三", "14:15"),
    ],
)
def test_times(text: str, value: str) -> None:
    assert of("time", text) == [value]


@pytest.mark.parametrize(
    "text", ["我有三点建议", "有一点问题", "第三点", "1.5点", "楼上晚上很吵", "25点", "几点上班"]
)
def test_no_times(text: str) -> None:
    assert of("time", text) == []


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("下星期四上午", [("date", "下星期四"), ("time", "上午")]),
        ("今晚停车,大概七点以后到", [("date", "今晚"), ("time", "19:00")]),
        ("2:30 this afternoon", [("time", "14:30"), ("date", "this afternoon")]),
        ("周三9点到11点", [("date", "周三"), ("time", "09:00"), ("time", "11:00")]),
        ("tomorrow morning", [("date", "tomorrow"), ("time", "morning")]),
        ("尾号0316,12月2号2点", [("phone_tail", "0316"), ("date", "12-02"), ("time", "14:00")]),
        ("约上午", [("time", "上午")]),
        ("执收单位编码１０３００１", [("unit_code", "103001")]),
    ],
)
def test_together(text: str, details: list[tuple[str, str]]) -> None:
    assert said(text) == details


def test_tokens_are_whole_and_nothing_is_read_out_of_them() -> None:
    assert said("[PLATE_1]停到[NAME_12]号窗口,电话[PHONE_2]") == [
        ("plate", "[PLATE_1]"),
        ("phone", "[PHONE_2]"),
    ]


def test_a_number_does_not_reach_over_a_token() -> None:
    assert [name for name, _ in said("查1234[PHONE_1]5678的进度")] == ["phone"]


def test_private_numbers_are_masked_before_and_the_rest_is_found() -> None:
    masked = mask("粤B12345,我13800138000,查LH20261101000842").text
    assert [name for name, _ in said(masked)] == ["plate", "phone", "case_number"]


def test_placeholders_stand_for_details() -> None:
    assert placeholders("约下星期四9:30") == "约 date  time "


DIGITS = st.text(string.digits, min_size=4, max_size=4)
SAID = dict(zip("0123456789", "零一二三四五六七八九", strict=True))


@given(DIGITS)
def test_a_tail_however_it_is_written_or_said(digits: str) -> None:
    spoken = "".join(SAID[digit] for digit in digits)
    for written in (digits, " ".join(digits), spoken, "，".join(spoken)):
        assert of("phone_tail", f"手机尾号是{written}。") == [digits]


@given(st.integers(1, 23), st.sampled_from([0, 5, 10, 15, 30, 45]))
def test_clock_times_of_a_whole_day(hour: int, minute: int) -> None:
    shown = f"{hour + 12 if hour <= 6 else hour:02d}:{minute:02d}"
    assert of("time", f"约{hour}:{minute:02d}") == [shown]
    assert of("time", f"约{hour}点{minute}分") == [shown]


@given(st.dates())
def test_days_of_the_calendar(day) -> None:  # type: ignore[no-untyped-def]
    assert of("date", f"{day.month}月{day.day}号") == [f"{day:%m-%d}"]
    if 2000 <= day.year < 2100:
        assert of("date", f"{day:%Y}年{day.month}月{day.day}日") == [day.isoformat()]


PIECES = st.sampled_from(
    [
        "0",
        "1",
        "9",
        "一",
        "两",
        "点",
        "号",
        "月",
        "年",
        "日",
        "窗",
        "尾号",
        "编号",
        "单号",
        ":",
        "-",
        ".",
        ",",
        "。",
        "下午",
        "今晚",
        "半",
        "[PHONE_1]",
        "LH",
        "pm",
        "at",
        "2026",
        "[",
        "]",
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join))
def test_any_text_gives_ordered_disjoint_spans(text: str) -> None:
    found = find_entities(text)
    edges = [edge for entity in found for edge in (entity.start, entity.end)]
    assert edges == sorted(edges)
    for entity in found:
        assert entity.value and text[entity.start : entity.end]
