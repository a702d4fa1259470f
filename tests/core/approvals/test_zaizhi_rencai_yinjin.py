"""在职人才引进: each row of its table, and both sides of every limit."""

import datetime as dt

import pytest

from tests.core.approvals.rule_cases import Applied, every_row, rows_hit, rules

ITEM = "zaizhi-rencai-yinjin"
GOOD = Applied(
    ITEM,
    answers={"way": "degree", "crime": "no"},
    records={
        "population": {"birth_date": "1990-05-01"},
        "household": {"city": "长沙市"},
        "education": {"degree": "本科"},
        "social_security": {"insured": True},
    },
)
COLLEGE = GOOD.but(education={"degree": "大专"}, population={"birth_date": "1995-05-01"})


def born(day: str, of: Applied = GOOD) -> Applied:
    return of.but(population={"birth_date": day})


LEAPLING = born("1980-02-29")
CASES = {
    "a bachelor of 36": (GOOD, "approve", "本科学历"),
    "45 for the last day": (born("1980-11-23"), "approve", "本科学历"),
    "46 on this birthday": (born("1980-11-22"), "person", "已经超过"),
    "born on 29 February, on the 28th": (
        LEAPLING.but(as_of=dt.date(2026, 2, 28)),
        "approve",
        "本科学历",
    ),
    "born on 29 February, on 1 March": (
        LEAPLING.but(as_of=dt.date(2026, 3, 1)),
        "person",
        "已经超过",
    ),
    "18 on this birthday": (born("2008-11-22"), "approve", "本科学历"),
    "17 for the last day": (born("2008-11-23"), "person", "工作人员审核"),
    "a college diploma at 31": (COLLEGE, "approve", "大专学历"),
    "college, 35 for the last day": (born("1990-11-23", COLLEGE), "approve", "大专学历"),
    "college, 36 on this birthday": (born("1990-11-22", COLLEGE), "person", "已经超过"),
    "a master": (GOOD.but(education={"degree": "硕士"}), "person", "现行文件"),
    "a secondary diploma": (GOOD.but(education={"degree": "中专"}), "person", "没有查到"),
    "no degree is known": (GOOD.but(education=None), "person", "没有查到"),
    "by a title": (GOOD.but(way="title"), "person", "中级职称45岁以下"),
    "by a skill": (GOOD.but(way="skill"), "person", "高级技师45岁以下"),
    "a talent who is not insured": (
        GOOD.but(way="talent", social_security={"insured": False}),
        "person",
        "不用先参保",
    ),
    "not insured": (GOOD.but(social_security={"insured": False}), "person", "缴着社保"),
    "has a record": (GOOD.but(crime="yes"), "person", "工作人员核对"),
    "is of Shenzhen": (GOOD.but(household={"city": "深圳市"}), "person", "已经是深圳户籍"),
    "no birth date is known": (GOOD.but(population=None), "person", "年龄没有查到"),
    "nothing of the insurance is known": (
        GOOD.silent("social_security"),
        "person",
        "在深圳参保没有查到",
    ),
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
