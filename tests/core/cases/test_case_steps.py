"""What an owner does to a case: follow, withdraw, ask for a person, correct."""

from typing import Any

import pytest
from sqlalchemy import select

from core.cases.models import CaseRow
from core.cases.review import review
from core.cases.sealed import open_answers
from core.cases.service import my_cases
from core.contract import CaseReview, DraftStep
from core.drafts import service as drafts
from tests.core.cases.conftest import ANNA, BERT, CARA, House


def step(house: House, number: str, do: str, session: str = "s1") -> Any:
    return house.ask("POST", f"/{number}/steps", json={"session": session, "do": do})


def decide(house: House, number: str, verdict: str, **more: Any) -> Any:
    version = house.row(number).version
    return house.call(
        review, number, CaseReview.model_validate({"verdict": verdict, "version": version, **more})
    )


def test_a_withdrawn_case_is_withdrawn_for_good(house: House) -> None:
    number = house.submit().number
    seen = step(house, number, "withdraw").json()
    assert (seen["state"], seen["powers"], seen["deadline"]) == ("withdrawn", ["unfollow"], None)
    again = step(house, number, "withdraw")
    assert again.status_code == 409
    assert again.json()["detail"] == "这件现在是「已撤回」，不能撤回。请先看看它的最新进度。"


def test_another_session_follows_and_hears_once_and_then_no_more(house: House) -> None:
    number = house.submit("s1").number
    house.sign_in("s2", ANNA)
    for _ in range(2):
        assert step(house, number, "follow", "s2").json()["followed"] is True
    decide(house, number, "accept")
    assert [one.session for one in house.news()] == ["s1", "s2"]
    assert step(house, number, "unfollow", "s2").json()["followed"] is False
    decide(house, number, "approve")
    assert [one.session for one in house.news()][2:] == ["s1"]


def test_who_does_a_step_is_not_told_about_it(house: House) -> None:
    number = house.submit("s1").number
    house.sign_in("s2", ANNA)
    step(house, number, "follow", "s2")
    step(house, number, "withdraw", "s2")
    assert [one.session for one in house.news()] == ["s1"]
    case = house.news()[-1].case
    assert case is not None
    assert case.state == "withdrawn"


def test_a_refusal_of_the_rules_is_reviewed_by_a_person(house: House) -> None:
    house.register.records[ANNA] = {"city": "广州市"}
    number = house.submit(months="12").number
    seen = step(house, number, "ask_review").json()
    assert (seen["state"], seen["decided_at"]) == ("under_review", None)
    assert seen["deadline"] is not None
    decide(house, number, "refuse", note="户籍确实不在深圳。")
    again = step(house, number, "ask_review")
    assert again.status_code == 409
    assert "12345" in again.json()["detail"]


def test_a_review_is_not_asked_for_beside_a_new_case(house: House) -> None:
    house.register.records[ANNA] = {"city": "广州市"}
    refused = house.submit(months="12").number
    house.register.records[ANNA] = {"city": "深圳市"}
    house.submit(draft="d2", months="12")
    answer = step(house, refused, "ask_review")
    assert answer.status_code == 409
    assert house.row(refused).state == "refused"


def test_strangers_get_the_answer_of_an_unknown_number(house: House) -> None:
    number = house.submit("s1").number
    house.sign_in("s2", BERT)
    theirs = house.ask("GET", f"/{number}", params={"session": "s2"})
    unknown = house.ask("GET", "/LH20261122ABCDEFGH", params={"session": "s2"})
    assert theirs.status_code == unknown.status_code == 404
    assert theirs.json() == unknown.json()
    assert step(house, number, "withdraw", "s2").status_code == 404
    assert house.row(number).state == "under_review"


def test_without_sign_in_there_is_nothing_to_see(house: House) -> None:
    number = house.submit("s1").number
    for answer in (
        house.ask("GET", f"/{number}", params={"session": "nobody"}),
        house.ask("GET", "", params={"session": "nobody"}),
        step(house, number, "withdraw", "nobody"),
    ):
        assert answer.status_code == 403
        assert "登录" in answer.json()["detail"]


def test_a_step_needs_the_sign_in_that_the_matter_needs(house: House) -> None:
    number = house.submit("s1").number
    house.sign_in("s2", ANNA, "phone")
    assert house.ask("GET", f"/{number}", params={"session": "s2"}).status_code == 200
    assert step(house, number, "withdraw", "s2").status_code == 403


def test_my_cases_are_those_i_applied_for_and_those_for_me(house: House) -> None:
    mine = [house.submit("s1", draft=f"d{n}", item="stamp").number for n in range(3)]
    for_me = house.submit("s2", who=BERT, draft="b", beneficiary=ANNA).number
    house.submit("s3", who=CARA, draft="c")
    first = house.call(my_cases, "s1", 3, None)
    rest = house.call(my_cases, "s1", 3, first.next)
    assert [one.number for one in first.items] == [for_me, mine[2], mine[1]]
    assert ([one.number for one in rest.items], rest.next) == ([mine[0]], None)


@pytest.mark.parametrize("after", ["x", "-1", "¹", "9" * 20])
def test_a_made_up_page_is_a_problem(house: House, after: str) -> None:
    house.sign_in("s1", ANNA)
    answer = house.ask("GET", "", params={"session": "s1", "after": after})
    assert answer.status_code == 422


def test_what_to_correct_is_named_as_on_the_form(house: House) -> None:
    number = house.submit("s1").number
    asked = decide(house, number, "correct", note="居住月数不对。", fields=["months", "photo"])
    assert (asked.state, asked.deadline) == ("needs_correction", None)
    assert asked.corrections == ["居住月数", "户口本照片"]
    assert asked.reasons == ["居住月数不对。"]
    assert (asked.next_actor, asked.powers[0]) == ("您", "correct")


def test_a_correction_goes_round(house: House) -> None:
    number = house.submit("s1").number
    decide(house, number, "correct", fields=["months"])
    assert step(house, number, "correct").status_code == 200
    (draft,) = house.call(drafts.open_drafts, "s1")
    assert (draft.correcting, draft.step) == (number, "field")
    assert draft.question.field == "months"

    answer = DraftStep(session="s1", do="answer", text="4")
    assert house.call(drafts.take_step, draft.id, answer).draft.step == "review"
    done = house.call(drafts.take_step, draft.id, DraftStep(session="s1", do="submit"))
    assert (done.case.number, done.case.state) == (number, "under_review")
    assert (done.case.corrections, done.case.reasons) == ([], [])
    assert done.case.deadline is not None
    corrected = house.call(open_answers, house.row(number))
    assert (corrected["months"], corrected["card"]) == ("4", "6222020000000000")
    assert step(house, number, "correct").status_code == 409
    assert len(house.call(my_cases, "s1", 10, None).items) == 1


def test_a_matter_that_is_gone_is_not_corrected_here(house: House) -> None:
    number = house.submit("s1").number
    decide(house, number, "correct", fields=["months"])
    with house.core() as core:
        core.db.scalars(select(CaseRow)).one().item = "gone"
        core.db.commit()
    answer = step(house, number, "correct")
    assert answer.status_code == 409
    assert "12345" in answer.json()["detail"]


def test_the_beneficiary_does_not_see_what_the_applicant_wrote(house: House) -> None:
    number = house.submit("s1", who=BERT, beneficiary=ANNA).number
    decide(house, number, "correct", fields=["card"])
    house.sign_in("s2", ANNA)
    answer = step(house, number, "correct", "s2")
    assert answer.status_code == 403
    assert "代办人" in answer.json()["detail"]


def test_scopes_are_kept_apart(house: House) -> None:
    number = house.submit("s1").number
    assert house.ask("GET", "/review").status_code == 403
    assert house.ask("GET", f"/review/{number}").status_code == 403
    assert house.ask("GET", f"/{number}/result", params={"session": "s1"}).status_code == 403
    as_clerk = house.ask("GET", f"/{number}", "clerk", params={"session": "s1"})
    assert as_clerk.status_code == 403
