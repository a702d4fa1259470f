"""What registers say about every matter: likely, open, or no and why."""

import json

import pytest

from core.contract import Match
from service.problems import ProblemError
from tests.core.entitlements.conftest import ANNA, BABY, FIRM, House, people

NO_ANSWER = "（登记库暂时没有回应）"


def test_nothing_speaks_against_an_allowance_for_somebody_old_enough(house: House) -> None:
    found = house.match()["gaoling-jintie"]
    assert (found.verdict, found.applicable, found.demo) == ("likely", True, True)
    assert found.missing == ["颐年卡账户"]


def test_somebody_too_young_is_told_why_not(house: House) -> None:
    house.lives(people(population={"birth_date": "1957-08-06"}))
    found = house.match()["gaoling-jintie"]
    assert found.verdict == "no"
    assert found.why[0].startswith("高龄老人津贴从年满70周岁起领")


def test_what_only_the_citizen_knows_leaves_it_open(house: House) -> None:
    jobless = {"pension": False, "insured": False, "type": "无"}
    house.lives(people(social_security=jobless, population={"birth_date": "1990-01-01"}))
    found = house.match()["shiye-dengji"]
    assert (found.verdict, found.missing) == ("open", ["目前无业", "有就业意愿", "劳动能力"])


def test_a_register_without_an_answer_leaves_it_open_and_says_so(house: House) -> None:
    house.shelves["household"].away = True
    found = house.match()
    assert {found[item].verdict for item in ("gaoling-jintie", "zhangzhe-zhucan")} == {"open"}
    assert found["zhangzhe-zhucan"].missing == [f"户籍{NO_ANSWER}"]
    assert found["gaoling-jintie"].missing == [
        "老人的户籍",
        f"深圳户籍{NO_ANSWER}",
        f"罗湖户籍{NO_ANSWER}",
    ]


def test_all_registers_away_say_no_to_nothing_that_a_register_decides(house: House) -> None:
    for shelf in house.shelves.values():
        shelf.away = True
    no = {item for item, one in house.match().items() if one.verdict == "no"}
    assert no == {"yuer-butie", "shaoer-yibao"}  # of children nothing is known at all


def test_a_baby_of_the_household_is_looked_at(house: House) -> None:
    house.lives(people(household={"minors": [{"id_number": BABY}]}))
    house.lives(
        {
            "population": {"birth_date": "2025-05-01", "alive": True},
            "household": {"city": "深圳市", "district": "罗湖区"},
        },
        BABY,
    )
    found = house.match()["yuer-butie"]
    assert (found.verdict, found.why) == ("likely", ["按登记库里的信息，没有看到不符合的条件。"])


def test_without_children_nothing_for_children_fits(house: House) -> None:
    assert house.match()["yuer-butie"].verdict == "no"


@pytest.mark.parametrize(
    ("level", "verdict"), [(1, "likely"), (2, "likely"), (3, "open"), (4, "open")]
)
def test_the_level_of_a_disability_counts(house: House, level: int, verdict: str) -> None:
    house.lives({"disability": {"certificate_number": "SC1", "level": level, "kind": "视力"}})
    assert house.match()["canji-liangxiang-butie"].verdict == verdict


@pytest.mark.parametrize(
    ("sex", "born", "verdict"),
    [
        ("男", "1966-11-24", "no"),
        ("男", "1966-11-23", "open"),
        ("女", "1971-11-24", "no"),
        ("女", "1971-11-23", "open"),
    ],
)
def test_a_condition_may_hold_for_one_sex_only(
    house: House, sex: str, born: str, verdict: str
) -> None:
    house.lives(people(population={"sex": sex, "birth_date": born}))
    assert house.match()["dusheng-fumu-jiangli"].verdict == verdict


def test_the_likely_ones_come_first_and_the_others_last(house: House) -> None:
    order = [one.verdict for one in house.match().values()]
    assert order == sorted(order, key=["likely", "open", "no"].index)


def firm(**changes: str) -> dict[str, str]:
    return {
        "name": FIRM,
        "credit_code": "91440300MA5G9X7L5U",
        "state": "存续",
        "legal_person_id": ANNA,
        "registered_on": "2025-05-01",
    } | changes


def test_a_firm_of_theirs_is_held_against_the_matters_of_firms_alone(house: House) -> None:
    house.shelves["business"].records[FIRM] = firm()
    found = house.match(FIRM)
    assert set(found) == {
        "company-setup",
        "individual-biz-register",
        "chuchuang-qiye-butie",
        "chuangye-danbao-daikuan",
        "stable-job-refund",
    }
    assert found["chuchuang-qiye-butie"].verdict == "open"
    assert found["company-setup"].why == ["这家已经登记在册，不用再办设立登记。"]


def test_a_firm_registered_too_long_ago(house: House) -> None:
    house.shelves["business"].records[FIRM] = firm(registered_on="2020-05-01")
    found = house.match(FIRM)["chuchuang-qiye-butie"]
    assert (found.verdict, found.why) == ("no", ["初创企业补贴要在商事登记3年内。"])


@pytest.mark.parametrize("known", [True, False])
def test_a_firm_of_somebody_else_is_as_unknown_as_none(house: House, known: bool) -> None:
    if known:
        house.shelves["business"].records[FIRM] = firm(legal_person_id=BABY)
    with pytest.raises(ProblemError) as refused:
        house.match(FIRM)
    assert refused.value.status == 422
    assert "没有查到您是" in refused.value.detail


def test_the_register_of_firms_away(house: House) -> None:
    house.shelves["business"].away = True
    with pytest.raises(ProblemError) as refused:
        house.match(FIRM)
    assert refused.value.status == 503


def test_every_look_up_is_on_record_with_purpose_and_consent(house: House) -> None:
    before = len(house.rows("audit"))
    house.shelves["education"].away = True
    house.match()
    looked = [one for one in house.rows("audit")[before:] if one["action"] == "register.look_up"]
    details = {json.loads(one["detail"])["register"]: json.loads(one["detail"]) for one in looked}
    assert set(details) == {
        "population",
        "household",
        "education",
        "social_security",
        "disability",
    }
    assert {one["purpose"] for one in looked} == {"政策匹配"}
    assert {one["consent"] for one in details.values()} == {"C-1"}
    assert [details[one]["outcome"] for one in ("population", "education", "disability")] == [
        "found",
        "unavailable",
        "none",
    ]


def test_nothing_is_decided_and_nothing_is_kept(house: House) -> None:
    assert all(isinstance(one, Match) for one in house.match().values())
    assert house.rows("decisions") == []
