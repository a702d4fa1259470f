"""应届毕业生接收落户: each row of its table, and both sides of every limit."""

import datetime as dt

import pytest

from tests.core.approvals.rule_cases import Applied, every_row, rows_hit, rules

ITEM = "yingjiesheng-luohu"
GOOD = Applied(
    ITEM,
    answers={"over_two_years": "no", "crime": "no"},
    records={
        "household": {"city": "梅州市"},
        "education": {"degree": "本科", "full_time": True, "graduated_on": "2026-06-30"},
        "social_security": {"insured": True},
    },
)


def graduated(day: str) -> Applied:
    return GOOD.but(education={"graduated_on": day})


LEAP = graduated("2024-02-29")
CASES = {
    "a bachelor of this summer": (GOOD, "approve", "毕业2年内"),
    "a master": (GOOD.but(education={"degree": "硕士"}), "approve", "毕业2年内"),
    "a doctor": (GOOD.but(education={"degree": "博士"}), "approve", "毕业2年内"),
    "graduated today": (graduated("2026-11-22"), "approve", "毕业2年内"),
    "graduates tomorrow": (graduated("2026-11-23"), "person", "还没有到"),
    "the last day of the two years": (graduated("2024-11-22"), "approve", "毕业2年内"),
    "the day after": (graduated("2024-11-21"), "person", "超过2年"),
    "graduated on 29 February, last day": (
        LEAP.but(as_of=dt.date(2026, 2, 28)),
        "approve",
        "毕业2年内",
    ),
    "graduated on 29 February, the day after": (
        LEAP.but(as_of=dt.date(2026, 3, 1)),
        "person",
        "超过2年",
    ),
    "a college diploma": (GOOD.but(education={"degree": "大专"}), "person", "本科及以上"),
    "a secondary diploma": (GOOD.but(education={"degree": "中专"}), "person", "本科及以上"),
    "a degree spelt in another way": (
        GOOD.but(education={"degree": "大学"}),
        "person",
        "需要核实",
    ),
    "part time": (GOOD.but(education={"full_time": False}), "person", "不是全日制"),
    "not insured now": (GOOD.but(social_security={"insured": False}), "person", "缴着社保"),
    "has a record": (GOOD.but(crime="yes"), "person", "工作人员核对"),
    "is of Shenzhen": (GOOD.but(household={"city": "深圳市"}), "person", "已经是深圳户籍"),
    "no degree is known": (GOOD.but(education=None), "person", "毕业日期、毕业年限、学历、全日制"),
    "did not say": (GOOD.but(crime=None), "person", "刑事犯罪记录没有查到或没有填写"),
    "a date that is none": (graduated("今年夏天"), "person", "毕业日期"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_decided(name: str) -> None:
    case, verdict, words = CASES[name]
    decision = case.decided()
    assert decision.verdict == verdict
    assert words in decision.reasons[0]


def test_every_row_decides_a_case() -> None:
    assert rows_hit(case for case, _, _ in CASES.values()) == every_row(ITEM)


def test_it_is_a_demonstration_and_refuses_nobody() -> None:
    assert rules(ITEM).demo
    assert all(row.verdict != "refuse" for row in rules(ITEM).rows)
