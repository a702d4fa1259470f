"""灵活就业人员参保登记: each row of its table, and both sides of every limit."""

import datetime as dt

import pytest

from tests.core.approvals.rule_cases import Applied, every_row, rows_hit, rules

ITEM = "linghuo-canbao"
GOOD = Applied(
    ITEM,
    answers={"student": "no", "employed": "no", "hukou": "shenzhen", "plan": "both"},
    records={
        "population": {"birth_date": "1990-05-01", "sex": "女"},
        "household": {"city": "深圳市"},
        "social_security": {"insured": False, "type": "无", "pension": False},
    },
)
AWAY = GOOD.but(hukou="elsewhere", residence="permit", plan="medical", household={"city": "示例市"})


def born(day: str, sex: str = "女") -> Applied:
    return GOOD.but(population={"birth_date": day, "sex": sex})


def insured(kind: str) -> Applied:
    return GOOD.but(social_security={"insured": True, "type": kind})


CASES = {
    "a woman of Shenzhen": (GOOD, "approve", "深圳户籍"),
    "only the pension": (GOOD.but(plan="pension"), "approve", "深圳户籍"),
    "only the medical part": (GOOD.but(plan="medical"), "approve", "深圳户籍"),
    "a man of Shenzhen": (born("1990-05-01", "男"), "approve", "深圳户籍"),
    "18 today": (born("2008-11-22"), "approve", "深圳户籍"),
    "18 tomorrow": (born("2008-11-23"), "person", "18岁"),
    "a woman, 50 tomorrow": (born("1976-11-23"), "approve", "深圳户籍"),
    "a woman, 50 today": (born("1976-11-22"), "person", "法定退休年龄"),
    "a man, 60 tomorrow": (born("1966-11-23", "男"), "approve", "深圳户籍"),
    "a man, 60 today": (born("1966-11-22", "男"), "person", "法定退休年龄"),
    "a student": (GOOD.but(student="yes"), "person", "全日制"),
    "an employer pays, one says": (GOOD.but(employed="yes"), "person", "单位"),
    "an employer pays": (insured("职工"), "person", "单位还在"),
    "pays already": (insured("灵活就业"), "person", "已经以灵活就业"),
    "insured as a resident": (insured("居民"), "person", "正在参保"),
    "draws a pension": (GOOD.but(social_security={"pension": True}), "person", "养老待遇"),
    "away, with a permit": (AWAY, "approve", "医保一档"),
    "away, a man": (AWAY.but(population={"sex": "男"}), "approve", "医保一档"),
    "away, registered": (AWAY.but(residence="registration"), "approve", "医保一档"),
    "away, neither": (AWAY.but(residence="none"), "person", "居住登记"),
    "away, wants a pension": (AWAY.but(plan="pension"), "person", "养老保险"),
    "away, wants both": (AWAY.but(plan="both"), "person", "养老保险"),
    "says Shenzhen, the register does not": (
        GOOD.but(plan="medical", household=None),
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
    ("birth", "day_before", "day"),
    [("2008-02-29", "person", "approve"), ("1976-02-29", "approve", "person")],
)
def test_who_was_born_on_29_february_is_older_on_1_march(
    birth: str, day_before: str, day: str
) -> None:
    case = born(birth)
    assert case.but(as_of=dt.date(2026, 2, 28)).decided().verdict == day_before
    assert case.but(as_of=dt.date(2026, 3, 1)).decided().verdict == day


@pytest.mark.parametrize("field", ["student", "employed", "plan"])
def test_a_missing_answer_goes_to_a_person(field: str) -> None:
    decision = GOOD.but(**{field: None}).decided()
    assert decision.verdict == "person"
    assert rules(ITEM).inputs[field].label in decision.reasons[0]


@pytest.mark.parametrize("register", ["population", "household", "social_security"])
def test_a_silent_register_goes_to_a_person(register: str) -> None:
    assert GOOD.silent(register).decided().verdict == "person"


@pytest.mark.parametrize("key", ["insured", "type", "pension"])
def test_a_gap_in_a_record_goes_to_a_person(key: str) -> None:
    assert GOOD.but(social_security={key: None}).decided().verdict == "person"


def test_it_is_a_demonstration_and_never_refuses() -> None:
    assert rules(ITEM).demo
    assert "refuse" not in {row.verdict for row in rules(ITEM).rows}
