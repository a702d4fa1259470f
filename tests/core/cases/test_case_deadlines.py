"""The promised time limit: over a holiday, at the end of the day, near, over."""

import datetime as dt

import pytest

from core.cases.deadlines import marks, near, remind
from core.cases.review import queue, review
from core.context import SHENZHEN
from core.contract import CaseReview
from tests.core.cases.conftest import ANNA, BERT, CARA, House


def at(text: str) -> dt.datetime:
    """A moment in Shenzhen."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHENZHEN)


@pytest.mark.parametrize(
    ("submitted", "deadline"),
    [
        ("2026-11-23T12:00", "2026-11-30"),
        ("2026-11-23T00:00", "2026-11-30"),
        ("2026-11-23T23:59", "2026-11-30"),
        ("2026-11-21T12:00", "2026-11-27"),  # a Saturday
        ("2026-09-28T12:00", "2026-10-10"),  # 国庆节 1 to 7 October, Saturday the 10th is worked
        ("2026-10-01T12:00", "2026-10-13"),  # on the holiday itself
    ],
)
def test_the_deadline_is_the_end_of_the_fifth_working_day(
    house: House, submitted: str, deadline: str
) -> None:
    house.now = at(submitted)
    seen = house.submit()
    assert seen.deadline == at(f"{deadline}T23:59:59")


@pytest.mark.parametrize(
    ("now", "marked"),
    [
        ("2026-11-24T23:59", {}),
        ("2026-11-25T00:00", {"快到期"}),
        ("2026-11-30T23:59", {"快到期"}),
        ("2026-12-01T00:00", {"已超期"}),
    ],
)
def test_a_case_is_marked_three_working_days_before(
    house: House, now: str, marked: set[str]
) -> None:
    house.now = at("2026-11-23T12:00")
    house.submit()
    house.now = at(now)
    assert set(house.call(marks).values()) == set(marked)


def test_only_what_waits_for_a_clerk_is_near(house: House) -> None:
    waiting = house.submit("s1", who=ANNA)
    house.submit("s2", who=BERT, draft="d2", months="12")
    corrected = house.submit("s3", who=CARA, draft="d3")
    house.call(
        review,
        corrected.number,
        CaseReview(verdict="correct", fields=["card"], version=corrected.version),
    )
    house.now = at("2026-12-01T12:00")
    assert [row.number for row in house.call(near)] == [waiting.number]


def test_followers_are_reminded_once_a_time_limit(house: House) -> None:
    number = house.submit("s1").number
    assert house.call(remind) == 0
    house.now = at("2026-11-27T12:00")
    assert house.call(remind) == 1
    assert house.call(remind) == 0
    news = house.news()[-1]
    assert (news.kind, news.session) == ("deadline_near", "s1")
    assert news.says == (
        f"您的「高龄老人津贴」（{number}）"
        "由审核人员办理，承诺在2026年11月30日前办结。您现在不用做什么。"
    )


def test_an_overdue_case_says_so(house: House) -> None:
    house.submit("s1")
    house.now = at("2026-12-01T00:00")
    assert house.call(remind) == 1
    case = house.news()[-1].case
    assert case is not None
    assert case.next_says == "已经超过承诺的办理时限，已排在审核人员名单的最前面。"


def test_the_clerks_list_begins_with_the_most_urgent(house: House) -> None:
    house.now = at("2026-11-24T12:00")
    later = house.submit("s1", who=ANNA).number
    done = house.submit("s2", who=BERT, draft="d2", months="12").number
    timeless = house.submit("s2", who=BERT, draft="d4", item="stamp").number
    house.now = at("2026-11-23T12:00")
    sooner = house.submit("s3", who=CARA, draft="d3").number
    first = house.call(queue, 3, None)
    rest = house.call(queue, 3, first.next)
    assert [one.number for one in first.items] == [sooner, later, timeless]
    assert ([one.number for one in rest.items], rest.next) == ([done], None)
