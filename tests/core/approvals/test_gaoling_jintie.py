"""高龄老人津贴: each row of its table, and both sides of every limit."""

import datetime as dt

import pytest

from tests.core.approvals.rule_cases import RULEBOOK, Applied, every_row, rows_hit, rules

ITEM = "gaoling-jintie"
GOOD = Applied(
    ITEM,
    answers={"hukou": "yes", "said_age": "72", "bank_card": "6200000000000000000"},
    records={
        "population": {"birth_date": "1954-05-01", "alive": True},
        "household": {"city": "深圳市", "district": "罗湖区"},
    },
)


def born(day: str) -> Applied:
    return GOOD.but(population={"birth_date": day})


LEAPLING = born("1956-02-29")
CASES = {
    "72": (GOOD, "approve", "每月200元"),
    "70 on this birthday": (born("1956-11-22"), "approve", "每月200元"),
    "70 tomorrow": (born("1956-11-23"), "person", "年满70周岁"),
    "born on 29 February, on the 28th": (
        LEAPLING.but(as_of=dt.date(2026, 2, 28)),
        "person",
        "年满70周岁",
    ),
    "born on 29 February, on 1 March": (
        LEAPLING.but(as_of=dt.date(2026, 3, 1)),
        "approve",
        "每月200元",
    ),
    "79 for the last day": (born("1946-11-23"), "approve", "每月200元"),
    "80 on this birthday": (born("1946-11-22"), "approve", "每月300元"),
    "89 for the last day": (born("1936-11-23"), "approve", "每月300元"),
    "90 on this birthday": (born("1936-11-22"), "approve", "每月500元"),
    "99 for the last day": (born("1926-11-23"), "approve", "每月500元"),
    "100 on this birthday": (born("1926-11-22"), "approve", "每月1000元"),
    "125 for the last day": (born("1900-11-23"), "approve", "每月1000元"),
    "126, which nobody is": (born("1900-11-22"), "person", "需要核实"),
    "registered elsewhere": (GOOD.but(household={"city": "湛江市"}), "person", "深圳户籍"),
    "registered in another district": (
        GOOD.but(household={"district": "福田区"}),
        "person",
        "不在罗湖区",
    ),
    "has died": (GOOD.but(population={"alive": False}), "person", "需要核实"),
    "has no account yet": (GOOD.but(bank_card=None), "person", "颐年卡账户"),
    "no record of the person": (GOOD.but(population=None), "person", "年龄、生存状态没有查到"),
    "no record of the household": (
        GOOD.but(household=None),
        "person",
        "深圳户籍、罗湖户籍没有查到",
    ),
    "the register is silent": (GOOD.silent("population"), "person", "年龄、生存状态没有查到"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_decided(name: str) -> None:
    case, verdict, words = CASES[name]
    decision = case.decided()
    assert decision.verdict == verdict
    assert words in decision.reasons[0]


def test_every_row_decides_a_case() -> None:
    assert rows_hit(case for case, _, _ in CASES.values()) == every_row(ITEM)


def test_what_the_citizen_says_of_the_age_does_not_count() -> None:
    assert born("1956-11-23").but(said_age="90").decided().verdict == "person"


def test_it_is_a_demonstration_and_refuses_nobody() -> None:
    assert rules(ITEM).demo
    assert all(row.verdict != "refuse" for row in rules(ITEM).rows)


def test_the_amounts_are_in_force_from_october_2019() -> None:
    assert RULEBOOK.for_item(ITEM, dt.date(2019, 9, 30)) is None
    assert RULEBOOK.for_item(ITEM, dt.date(2019, 10, 1)) is not None
