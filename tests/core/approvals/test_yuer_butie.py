"""育儿补贴: each row of its tables, and both sides of every limit."""

import datetime as dt

import pytest

from core.approvals.inputs import inputs_of
from core.approvals.service import Decision, decide_pure
from tests.core.approvals.rule_cases import (
    RULEBOOK,
    Applied,
    definition,
    every_row,
    refuses_by_law_only,
    rows_hit,
    rules,
)

ITEM = "yuer-butie"
GOOD = Applied(
    ITEM,
    answers={"claimant": "parent", "origin": "born", "first_time": "yes"},
    records={
        "population": {"birth_date": "2026-03-01", "alive": True},
        "household": {"city": "深圳市", "district": "罗湖区"},
    },
)


def born(day: str, first: str = "yes", as_of: str = "2026-11-22") -> Applied:
    case = GOOD.but(population={"birth_date": day}, first_time=first)
    return case.but(as_of=dt.date.fromisoformat(as_of))


CASES = {
    "born this year": (GOOD, "approve", "每年3600元"),
    "born today": (born("2026-11-22"), "approve", "每年3600元"),
    "born tomorrow": (born("2026-11-23"), "person", "还没有到"),
    "an answer that is none of the options": (GOOD.but(origin="other"), "person", "需要核实"),
    "born last year, first claim on the last day": (
        born("2025-01-01", as_of="2026-12-31"),
        "approve",
        "每年3600元",
    ),
    "first claim a day later": (
        born("2025-01-01", as_of="2027-01-01"),
        "person",
        "出生的当年或次年",
    ),
    "claimed before": (born("2024-01-01", "no"), "approve", "续领"),
    "2 for the last day": (born("2023-11-23", "no"), "approve", "续领"),
    "3 on this birthday": (born("2023-11-22", "no"), "person", "今年已经满3周岁"),
    "born on 29 February, on the 28th": (
        born("2024-02-29", "no", "2027-02-28"),
        "approve",
        "续领",
    ),
    "born on 29 February, on 1 March": (
        born("2024-02-29", "no", "2027-03-01"),
        "person",
        "今年已经满3周岁",
    ),
    "3 on the last day of the year": (
        born("2023-01-01", "no", "2026-12-31"),
        "person",
        "今年已经满3周岁",
    ),
    "3 since last year": (born("2023-01-01", "no", "2027-01-01"), "refuse", "往年已经满3周岁"),
    "a guardian": (GOOD.but(claimant="guardian"), "person", "监护关系"),
    "adopted": (GOOD.but(origin="adopted"), "person", "收养登记"),
    "has died": (GOOD.but(population={"alive": False}), "person", "需要核实"),
    "registered elsewhere": (GOOD.but(household={"city": "上饶市"}), "refuse", "户籍所在地"),
    "registered in another district": (
        GOOD.but(household={"district": "南山区"}),
        "person",
        "不在罗湖区",
    ),
    "no record of the child": (GOOD.but(population=None), "person", "孩子的年龄"),
    "no household record": (GOOD.but(household=None), "person", "孩子的深圳户籍"),
    "did not say": (GOOD.but(first_time=None), "person", "是否首次申领"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_decided(name: str) -> None:
    case, verdict, words = CASES[name]
    decision = case.decided()
    assert decision.verdict == verdict
    assert words in decision.reasons[0]


def test_every_row_decides_a_case() -> None:
    assert rows_hit(case for case, _, _ in CASES.values()) == every_row(ITEM)


def test_refusals_rest_on_official_sources() -> None:
    assert refuses_by_law_only(ITEM)
    assert not rules(ITEM).demo


def by_the_rules_of_its_day(case: Applied) -> Decision:
    found = RULEBOOK.for_item(ITEM, case.as_of)
    assert found is not None
    inputs = inputs_of(definition(ITEM), case.answers, case.records, "real_name", case.as_of)
    return decide_pure(found, inputs, case.as_of)


def test_until_the_end_of_2025_older_children_could_be_claimed_for_first() -> None:
    last, after = (born("2024-06-01", as_of=day) for day in ("2025-12-31", "2026-01-01"))
    assert by_the_rules_of_its_day(last).verdict == "approve"
    assert by_the_rules_of_its_day(after).verdict == "person"


def test_every_row_of_the_first_version_decides_a_case() -> None:
    day = "2025-12-31"
    first = RULEBOOK.for_item(ITEM, dt.date(2025, 12, 31))
    assert first is not None
    cases = [
        born("2025-03-01", as_of=day),
        born("2025-03-01", "no", as_of=day),
        born("2026-01-01", as_of=day),
        born("2022-06-01", as_of=day),
        born("2021-06-01", as_of=day),
        born("2025-03-01", as_of=day).but(claimant="guardian"),
        born("2025-03-01", as_of=day).but(origin="adopted"),
        born("2025-03-01", as_of=day).but(origin="other"),
        born("2025-03-01", as_of=day).but(population={"alive": False}),
        born("2025-03-01", as_of=day).but(household={"city": "上饶市"}),
        born("2025-03-01", as_of=day).but(household={"district": "南山区"}),
    ]
    assert {by_the_rules_of_its_day(case).trace["row"] for case in cases} == {
        row.id for row in first.rows
    }


def test_nothing_is_in_force_before_the_rules_were_published() -> None:
    assert RULEBOOK.for_item(ITEM, dt.date(2025, 9, 17)) is None
    assert RULEBOOK.for_item(ITEM, dt.date(2025, 9, 18)) is not None
