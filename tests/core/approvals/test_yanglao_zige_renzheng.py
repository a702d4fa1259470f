"""养老金领取资格认证: each row of its table, and both sides of every limit."""

import datetime as dt

import pytest

from tests.core.approvals.rule_cases import Applied, every_row, rows_hit, rules

ITEM = "yanglao-zige-renzheng"
GOOD = Applied(
    ITEM,
    answers={"benefit": "employee"},
    records={
        "population": {"alive": True},
        "social_security": {"pension": True, "pension_verified_on": "2025-12-22"},
    },
    assurance="face",
)


def verified(day: str | None) -> Applied:
    return GOOD.but(social_security={"pension_verified_on": day})


CASES = {
    "eleven months after the last": (GOOD, "approve", "认证通过"),
    "never before": (verified(None), "approve", "认证通过"),
    "a month ago": (verified("2026-10-22"), "approve", "认证通过"),
    "a day less than a month ago": (verified("2026-10-23"), "person", "不满一个月"),
    "today": (verified("2026-11-22"), "person", "不满一个月"),
    "tomorrow, says the register": (verified("2026-11-23"), "person", "工作人员核对"),
    "a month from now, says the register": (verified("2026-12-22"), "person", "日期不对"),
    "a day less than 13 months ago": (verified("2025-10-23"), "approve", "认证通过"),
    "13 months ago": (verified("2025-10-22"), "approve", "恢复并补发"),
    "a date nobody can read": (verified("?"), "person", "工作人员核对"),
    "without a face check": (GOOD.but(assurance="real_name"), "person", "刷脸"),
    "dead, says the register": (GOOD.but(population={"alive": False}), "person", "对不上"),
    "after a work injury": (GOOD.but(benefit="injury"), "person", "工伤"),
    "a resident's pension": (GOOD.but(benefit="resident"), "person", "职工养老金"),
    "another benefit": (GOOD.but(benefit="other"), "person", "职工养老金"),
    "no pension here": (GOOD.but(social_security={"pension": False}), "person", "没有您在深圳"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_table(name: str) -> None:
    case, verdict, says = CASES[name]
    decision = case.decided()
    assert decision.verdict == verdict
    assert says in decision.reasons[0]


def test_each_row_decides_some_case() -> None:
    assert rows_hit(case for case, _, _ in CASES.values()) == every_row(ITEM)


@pytest.mark.parametrize(
    ("as_of", "late"), [(dt.date(2025, 3, 28), False), (dt.date(2025, 3, 29), True)]
)
def test_13_months_from_29_february(as_of: dt.date, late: bool) -> None:
    decision = verified("2024-02-29").but(as_of=as_of).decided()
    assert decision.verdict == "approve"
    assert ("恢复并补发" in decision.reasons[0]) is late


def test_a_month_from_31_january_is_full_on_1_march() -> None:
    case = verified("2026-01-31")
    assert case.but(as_of=dt.date(2026, 2, 28)).decided().verdict == "person"
    assert case.but(as_of=dt.date(2026, 3, 1)).decided().verdict == "approve"


def test_a_missing_answer_goes_to_a_person() -> None:
    decision = GOOD.but(benefit=None).decided()
    assert decision.verdict == "person"
    assert "待遇种类" in decision.reasons[0]


@pytest.mark.parametrize("register", ["population", "social_security"])
def test_a_silent_register_goes_to_a_person(register: str) -> None:
    assert GOOD.silent(register).decided().verdict == "person"


def test_it_is_a_demonstration_and_never_refuses() -> None:
    assert rules(ITEM).demo
    assert "refuse" not in {row.verdict for row in rules(ITEM).rows}
