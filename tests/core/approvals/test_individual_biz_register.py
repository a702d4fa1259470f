"""个体工商户设立登记: each row of its table, and both sides of every limit."""

import datetime as dt

import pytest

from tests.core.approvals.rule_cases import (
    Applied,
    every_row,
    refuses_by_law_only,
    rows_hit,
    rules,
)

ITEM = "individual-biz-register"
NAMED = Applied(
    ITEM,
    answers={
        "pre_approval": "none",
        "has_name": "named",
        "company_name": "深圳市罗湖区示例某某小吃店",
        "form": "personal",
        "industry": "catering",
        "address": "深圳市罗湖区示例路2号",
        "premises": "rented",
    },
    records={"population": {"birth_date": "1990-05-01"}, "household": None, "business": None},
)
UNNAMED = NAMED.but(has_name="unnamed", company_name=None)
TAKEN = {"name": "深圳市罗湖区示例某某小吃店", "state": "存续"}
CASES = {
    "with a name": (NAMED, "approve", "名称可以用"),
    "without a name": (UNNAMED, "approve", "不用名称"),
    "on a platform": (UNNAMED.but(premises="platform"), "approve", "不用名称"),
    "in premises of one's own": (NAMED.but(premises="own"), "approve", "名称可以用"),
    "18 today": (NAMED.but(population={"birth_date": "2008-11-22"}), "approve", "名称可以用"),
    "18 tomorrow": (NAMED.but(population={"birth_date": "2008-11-23"}), "person", "18周岁"),
    "the name is taken": (NAMED.but(business=TAKEN), "refuse", "已经有人登记"),
    "the name was taken once": (
        NAMED.but(business=TAKEN | {"state": "注销"}),
        "person",
        "以前有人登记过",
    ),
    "needs approval first": (NAMED.but(pre_approval="needed"), "person", "批准"),
    "does not know": (NAMED.but(pre_approval="unsure"), "person", "批准"),
    "another trade": (NAMED.but(industry="other"), "person", "行业"),
    "run by a family": (NAMED.but(form="family"), "person", "家庭"),
    "other premises": (NAMED.but(premises="other"), "person", "场所来源"),
    "an answer nobody knows": (NAMED.but(form="?"), "person", "工作人员核对"),
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
    case = UNNAMED.but(population={"birth_date": "2008-02-29"}, as_of=as_of)
    assert case.decided().verdict == verdict


@pytest.mark.parametrize("field", sorted(NAMED.answers.keys() - {"company_name", "address"}))
def test_a_missing_answer_goes_to_a_person(field: str) -> None:
    decision = NAMED.but(**{field: None}).decided()
    assert decision.verdict == "person"
    assert rules(ITEM).inputs[field].label in decision.reasons[0]


@pytest.mark.parametrize("register", ["population", "business"])
def test_a_name_is_not_approved_while_a_register_is_silent(register: str) -> None:
    assert NAMED.silent(register).decided().verdict == "person"


def test_nobody_of_that_number_goes_to_a_person() -> None:
    assert UNNAMED.but(population=None).decided().verdict == "person"


def test_a_refusal_offers_review_and_names_the_law() -> None:
    decision = NAMED.but(business=TAKEN).decided()
    assert any("人工复核" in reason for reason in decision.reasons)
    assert decision.sources == ["《企业名称登记管理规定》（国务院，2020-12-28）"]
    assert refuses_by_law_only(ITEM)
    assert not rules(ITEM).demo
