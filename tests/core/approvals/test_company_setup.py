"""公司设立登记: each row of its table, and both sides of every limit."""

import datetime as dt

import pytest

from tests.core.approvals.rule_cases import (
    Applied,
    every_row,
    refuses_by_law_only,
    rows_hit,
    rules,
)

ITEM = "company-setup"
GOOD = Applied(
    ITEM,
    answers={
        "shareholders": "one",
        "pre_approval": "none",
        "company_name": "深圳市示例某某贸易有限公司",
        "industry": "trade",
        "capital": "50000000",
        "paid_in_years": "3",
        "address": "深圳市罗湖区示例路1号",
        "premises": "rented",
        "officers_self": "yes",
        "barred": "no",
        "charter": "sample",
    },
    records={"population": {"birth_date": "1990-05-01"}, "business": None},
)
TAKEN = {"name": "深圳市示例某某贸易有限公司", "state": "存续"}
CASES = {
    "all is well": (GOOD, "approve", "准予登记"),
    "in another trade": (GOOD.but(industry="culture"), "approve", "准予登记"),
    "in premises of one's own": (GOOD.but(premises="own"), "approve", "准予登记"),
    "18 today": (GOOD.but(population={"birth_date": "2008-11-22"}), "approve", "准予登记"),
    "18 tomorrow": (GOOD.but(population={"birth_date": "2008-11-23"}), "person", "18周岁"),
    "one fen of capital": (GOOD.but(capital="1"), "approve", "准予登记"),
    "one yuan of capital": (GOOD.but(capital="100"), "approve", "准予登记"),
    "no capital": (GOOD.but(capital="0"), "person", "0元"),
    "ten million yuan": (GOOD.but(capital="1000000000"), "approve", "准予登记"),
    "one fen more": (GOOD.but(capital="1000000001"), "person", "数额较大"),
    "paid in at once": (GOOD.but(paid_in_years="0"), "approve", "准予登记"),
    "paid in within 5 years": (GOOD.but(paid_in_years="5"), "approve", "准予登记"),
    "paid in within 6 years": (GOOD.but(paid_in_years="6"), "refuse", "5年内缴足"),
    "the name is taken": (GOOD.but(business=TAKEN), "refuse", "已经有人登记"),
    "the name was taken once": (
        GOOD.but(business=TAKEN | {"state": "注销"}),
        "person",
        "以前有人登记过",
    ),
    "several shareholders": (GOOD.but(shareholders="several"), "person", "其他股东"),
    "needs approval first": (GOOD.but(pre_approval="needed"), "person", "批准"),
    "does not know": (GOOD.but(pre_approval="unsure"), "person", "批准"),
    "another trade": (GOOD.but(industry="other"), "person", "行业"),
    "cluster registration": (GOOD.but(premises="cluster"), "person", "场所来源"),
    "other premises": (GOOD.but(premises="other"), "person", "场所来源"),
    "others hold office": (GOOD.but(officers_self="no"), "person", "任职文件"),
    "barred from office": (GOOD.but(barred="yes"), "person", "任职限制"),
    "a charter of one's own": (GOOD.but(charter="own"), "person", "章程"),
    "an answer nobody knows": (GOOD.but(charter="?"), "person", "工作人员核对"),
    "negative years": (GOOD.but(paid_in_years="-1"), "person", "工作人员核对"),
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
    ("as_of", "verdict"), [(dt.date(2026, 2, 28), "person"), (dt.date(2026, 3, 1), "approve")]
)
def test_who_was_born_on_29_february_is_18_on_1_march(as_of: dt.date, verdict: str) -> None:
    case = GOOD.but(population={"birth_date": "2008-02-29"}, as_of=as_of)
    assert case.decided().verdict == verdict


@pytest.mark.parametrize("field", sorted(GOOD.answers.keys() - {"company_name", "address"}))
def test_a_missing_answer_goes_to_a_person(field: str) -> None:
    decision = GOOD.but(**{field: None}).decided()
    assert decision.verdict == "person"
    assert rules(ITEM).inputs[field].label in decision.reasons[0]


@pytest.mark.parametrize("register", ["population", "business"])
def test_a_silent_register_goes_to_a_person(register: str) -> None:
    decision = GOOD.silent(register).decided()
    assert decision.verdict == "person"
    assert "missing" in decision.trace


def test_nobody_of_that_number_goes_to_a_person() -> None:
    assert GOOD.but(population=None).decided().verdict == "person"


def test_a_refusal_offers_review_and_names_the_law() -> None:
    decision = GOOD.but(business=TAKEN).decided()
    assert any("人工复核" in reason for reason in decision.reasons)
    assert decision.sources == ["《企业名称登记管理规定》（国务院，2020-12-28）"]
    assert refuses_by_law_only(ITEM)
    assert not rules(ITEM).demo
