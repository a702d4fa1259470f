"""居住证签注: each row of its table, and both sides of every limit."""

import datetime as dt

import pytest

from tests.core.approvals.rule_cases import (
    RULEBOOK,
    Applied,
    every_row,
    refuses_by_law_only,
    rows_hit,
    rules,
)

ITEM = "juzhuzheng-qianzhu"
GOOD = Applied(
    ITEM,
    answers={"has_permit": "yes", "valid_until": "2026-12-10", "same_home": "yes"},
    records={"household": {"city": "衡阳市"}},
)


def until(day: str, as_of: str = "2026-11-22") -> Applied:
    return GOOD.but(valid_until=day, as_of=dt.date.fromisoformat(as_of))


CASES = {
    "18 days before": (GOOD, "approve", "到期前1个月内"),
    "30 days before": (until("2026-12-22"), "approve", "到期前1个月内"),
    "31 days before": (until("2026-12-23"), "person", "一个月以上"),
    "60 days before": (until("2027-01-21"), "person", "一个月以上"),
    "61 days before": (until("2027-01-22"), "refuse", "还没到签注的时间"),
    "on the last day": (until("2026-11-22"), "approve", "到期前1个月内"),
    "a day late": (until("2026-11-21"), "approve", "重新连续计算"),
    "a day short of two years late": (until("2024-11-23"), "approve", "重新连续计算"),
    "two years late": (until("2024-11-22"), "person", "可能已经注销"),
    "until 29 February, two years later on the 28th": (
        until("2024-02-29", "2026-02-28"),
        "approve",
        "重新连续计算",
    ),
    "until 29 February, two years later on 1 March": (
        until("2024-02-29", "2026-03-01"),
        "person",
        "可能已经注销",
    ),
    "has moved": (GOOD.but(same_home="no"), "person", "连续居住"),
    "is of Shenzhen": (GOOD.but(household={"city": "深圳市"}), "person", "深圳户籍"),
    "no household record": (GOOD.but(household=None), "person", "深圳户籍没有查到"),
    "gave no date": (GOOD.but(valid_until=None), "person", "签注有效期、中止的年限没有查到"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_decided(name: str) -> None:
    case, verdict, words = CASES[name]
    decision = case.decided()
    assert decision.verdict == verdict
    assert words in decision.reasons[0]


def test_every_row_but_the_last_decides_a_case() -> None:
    """The rows before the catch-all leave no case over."""
    catch_all = rules(ITEM).rows[-1].id
    hit = rows_hit(case for case, _, _ in CASES.values())
    assert hit | {catch_all} == every_row(ITEM)


def test_a_refusal_rests_on_the_law_and_offers_a_review() -> None:
    assert refuses_by_law_only(ITEM)
    decision = until("2027-01-22").decided()
    assert decision.sources == ["《居住证暂行条例》第十条（国务院，2015-11-26）"]
    assert decision.reasons[-1] == "您可以要求人工复核。"


def test_the_law_is_in_force_from_2016() -> None:
    assert RULEBOOK.for_item(ITEM, dt.date(2015, 12, 31)) is None
    assert RULEBOOK.for_item(ITEM, dt.date(2016, 1, 1)) is not None
