"""失业登记: each row of its table, and both sides of every limit."""

import datetime as dt

import pytest

from tests.core.approvals.rule_cases import (
    Applied,
    every_row,
    refuses_by_law_only,
    rows_hit,
    rules,
)

ITEM = "shiye-dengji"
GOOD = Applied(
    ITEM,
    answers={
        "jobless": "yes",
        "willing": "yes",
        "able": "yes",
        "hukou": "shenzhen",
        "street": "guiyuan",
    },
    records={
        "population": {"birth_date": "1990-05-01", "sex": "女"},
        "household": {"city": "深圳市"},
        "social_security": {
            "insured": False,
            "type": "无",
            "months_in_shenzhen": 0,
            "pension": False,
            "unemployed_registered": False,
        },
    },
)
AWAY = GOOD.but(hukou="elsewhere", household={"city": "示例市"}, residence_permit="no")


def born(day: str, sex: str = "女") -> Applied:
    return GOOD.but(population={"birth_date": day, "sex": sex})


CASES = {
    "a woman of Shenzhen": (GOOD, "approve", "深圳户籍"),
    "a man of Shenzhen": (born("1990-05-01", "男"), "approve", "深圳户籍"),
    "16 today": (born("2010-11-22"), "approve", "深圳户籍"),
    "16 tomorrow": (born("2010-11-23"), "refuse", "16周岁"),
    "a woman, 50 tomorrow": (born("1976-11-23"), "approve", "深圳户籍"),
    "a woman, 50 today": (born("1976-11-22"), "person", "法定退休年龄"),
    "a man of 50": (born("1976-11-22", "男"), "approve", "深圳户籍"),
    "a man, 60 tomorrow": (born("1966-11-23", "男"), "approve", "深圳户籍"),
    "a man, 60 today": (born("1966-11-22", "男"), "person", "法定退休年龄"),
    "has a job": (GOOD.but(jobless="no"), "person", "没有工作"),
    "wants no job": (GOOD.but(willing="no"), "person", "想找工作"),
    "cannot work": (GOOD.but(able="no"), "person", "劳动能力"),
    "draws a pension": (GOOD.but(social_security={"pension": True}), "person", "养老待遇"),
    "is registered": (
        GOOD.but(social_security={"unemployed_registered": True}),
        "person",
        "已经办了失业登记",
    ),
    "an employer pays": (
        GOOD.but(social_security={"insured": True, "type": "职工"}),
        "person",
        "还在参保",
    ),
    "pays as a freelancer": (
        GOOD.but(social_security={"insured": True, "type": "灵活就业"}),
        "person",
        "还在参保",
    ),
    "insured as a resident": (
        GOOD.but(social_security={"insured": True, "type": "居民"}),
        "approve",
        "深圳户籍",
    ),
    "away, insured for a month": (
        AWAY.but(social_security={"months_in_shenzhen": 1}),
        "approve",
        "满1个月",
    ),
    "away, a man insured for a month": (
        AWAY.but(social_security={"months_in_shenzhen": 1}, population={"sex": "男"}),
        "approve",
        "满1个月",
    ),
    "away, never insured, no permit": (AWAY, "person", "没有查到"),
    "away, with a permit": (AWAY.but(residence_permit="yes"), "approve", "居住证"),
    "away, a man with a permit": (
        AWAY.but(residence_permit="yes", population={"sex": "男"}),
        "approve",
        "居住证",
    ),
    "no household record": (AWAY.but(household=None), "person", "没有查到"),
    "a sex nobody knows": (
        GOOD.but(population={"sex": "?"}, social_security={"months_in_shenzhen": 1}),
        "person",
        "工作人员核对",
    ),
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
    ("as_of", "verdict"), [(dt.date(2026, 2, 28), "approve"), (dt.date(2026, 3, 1), "person")]
)
def test_who_was_born_on_29_february_is_50_on_1_march(as_of: dt.date, verdict: str) -> None:
    case = born("1976-02-29").but(as_of=as_of)
    assert case.decided().verdict == verdict


def test_who_was_born_on_29_february_is_16_on_29_february() -> None:
    case = born("2012-02-29")
    assert case.but(as_of=dt.date(2028, 2, 28)).decided().verdict == "refuse"
    assert case.but(as_of=dt.date(2028, 2, 29)).decided().verdict == "approve"


@pytest.mark.parametrize("field", ["jobless", "willing", "able"])
def test_a_missing_answer_goes_to_a_person(field: str) -> None:
    decision = GOOD.but(**{field: None}).decided()
    assert decision.verdict == "person"
    assert rules(ITEM).inputs[field].label in decision.reasons[0]


@pytest.mark.parametrize("register", ["population", "household", "social_security"])
def test_a_silent_register_goes_to_a_person(register: str) -> None:
    assert GOOD.silent(register).decided().verdict == "person"


@pytest.mark.parametrize("key", ["insured", "type", "months_in_shenzhen", "pension"])
def test_a_gap_in_a_record_goes_to_a_person(key: str) -> None:
    assert GOOD.but(social_security={key: None}).decided().verdict == "person"


def test_a_refusal_offers_review_and_names_the_law() -> None:
    decision = born("2010-11-23").decided()
    assert any("人工复核" in reason for reason in decision.reasons)
    assert "未成年人保护法" in decision.sources[0]
    assert refuses_by_law_only(ITEM)
    assert not rules(ITEM).demo
