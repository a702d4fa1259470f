"""Whose draft it is: sessions, people, callers, and what is stored."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.orm.exc import StaleDataError

from core.contract import DRAFTS_PATH, DraftView, StepResult
from core.drafts import service
from core.drafts.models import DraftRow
from service.problems import ProblemError
from tests.core.drafts.conftest import (
    ANNA,
    BERT,
    CARD,
    OTHER_CARD,
    OTHER_PHONE,
    TOKENS,
    House,
)  # fmt: skip


def test_an_open_draft_is_gone_on_with(house: House) -> None:
    draft = house.open()
    house.say(draft.id, "本人")
    again = house.open()
    assert (again.id, again.resumed) == (draft.id, True)
    assert again.question and again.question.field == "hukou"
    assert house.open("shop").id != draft.id


def test_a_person_goes_on_in_another_session_after_days(house: House) -> None:
    draft = house.to_sign_in()
    house.sign_in("s1")
    house.say(draft.id, CARD)
    house.now += dt.timedelta(days=5)
    house.sign_in("s2")
    listed = house.call(service.open_drafts, "s2")
    assert [one.id for one in listed] == [draft.id]
    assert house.read(draft.id, "s2").step == "field"
    again = house.open(session="s2")
    assert (again.id, again.resumed) == (draft.id, True)
    card = next(one for one in again.fields if one.id == "card")
    assert house.opened(card.value, "s2") == CARD


def test_what_was_begun_before_signing_in_joins_the_older_draft(house: House) -> None:
    older = house.to_sign_in()
    house.sign_in("s1")
    house.say(older.id, CARD)
    draft = house.to_sign_in("s2")
    house.sign_in("s2")
    draft = house.read(draft.id, "s2")
    assert "card" in {one.id for one in draft.fields}
    assert [one.id for one in house.call(service.open_drafts, "s2")] == [draft.id]


def test_the_draft_of_another_session_is_not_found(house: House) -> None:
    draft = house.to_sign_in()
    for session in ("s2", "s3"):
        if session == "s3":
            house.sign_in("s3", BERT)
        for call in (
            lambda s=session: house.read(draft.id, s),
            lambda s=session: house.say(draft.id, "是", s),
            lambda s=session: house.step(draft.id, "submit", s),
        ):
            with pytest.raises(ProblemError) as caught:
                call()
            assert caught.value.status == 404
        assert house.call(service.open_drafts, session) == []


def test_on_a_shared_device_the_next_person_does_not_see_the_draft(house: House) -> None:
    draft = house.to_review()
    house.sign_in("s1", BERT)
    with pytest.raises(ProblemError) as caught:
        house.read(draft.id)
    assert caught.value.status == 404
    other = house.open()
    assert other.id != draft.id and not other.resumed
    house.sign_in("s9", ANNA)
    assert house.open(session="s9").id == draft.id


def test_a_weak_sign_in_is_not_enough(house: House) -> None:
    draft = house.to_sign_in()
    house.sign_in("s1", ANNA, "phone")
    assert house.read(draft.id).step == "sign_in"
    house.sign_in("s1", ANNA, "face")
    assert house.read(draft.id).step == "field"


def test_opening_at_once_opens_one_draft(house: House) -> None:
    headers = {"Authorization": f"Bearer {TOKENS['gateway']}"}

    def post(_: int) -> str:
        body = {"session": "s1", "item": "shop"}
        return DraftView.model_validate(
            house.http.post(DRAFTS_PATH, json=body, headers=headers).json()
        ).id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(post, range(8)))) == 1


def test_a_row_that_changed_meanwhile_is_not_overwritten(house: House) -> None:
    draft = house.open()
    with house.maker() as first, house.maker() as second:
        mine, theirs = first.get_one(DraftRow, draft.id), second.get_one(DraftRow, draft.id)
        theirs.failures = 1
        second.commit()
        first.expunge(mine)
        first.rollback()
        first.add(mine)
        mine.failures = 2
        with pytest.raises(StaleDataError):
            first.flush()


def test_nothing_private_is_stored_in_clear(house: House) -> None:
    draft = house.to_review()
    house.say(draft.id, f"电话改成{OTHER_PHONE}", key="k1")
    house.say(draft.id, f"卡号改成{OTHER_CARD}", key="k2")
    tables = ("drafts", "draft_answers", "draft_steps", "audit")
    stored = "\n".join(repr(dict(row)) for table in tables for row in house.rows(table))
    for value in (OTHER_PHONE, OTHER_CARD, CARD, ANNA, "陈样例", "东门中路"):
        assert value not in stored
    assert "draft.answer" in stored


def test_the_routes_open_list_read_and_step(house: House) -> None:
    headers = {"Authorization": f"Bearer {TOKENS['dialogue']}"}
    http = house.http
    made = http.post(DRAFTS_PATH, json={"session": "s1", "item": "old-age"}, headers=headers)
    draft = DraftView.model_validate(made.json())
    listed = http.get(DRAFTS_PATH, params={"session": "s1"}, headers=headers).json()
    assert [one["id"] for one in listed] == [draft.id]
    read = http.get(f"{DRAFTS_PATH}/{draft.id}", params={"session": "s1"}, headers=headers)
    assert DraftView.model_validate(read.json()) == draft
    step = {"session": "s1", "do": "answer", "text": "本人"}
    done = http.post(f"{DRAFTS_PATH}/{draft.id}/steps", json=step, headers=headers)
    assert StepResult.model_validate(done.json()).accepted[0].value == "本人"
    assert (
        http.get(f"{DRAFTS_PATH}/{draft.id}", params={"session": "s2"}, headers=headers).status_code
        == 404
    )
    assert http.post(f"{DRAFTS_PATH}/D-none/steps", json=step, headers=headers).status_code == 404


@pytest.mark.parametrize(("token", "status"), [("clerk-token", 403), ("wrong", 401)])
def test_other_callers_are_refused(house: House, token: str, status: int) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    answer = house.http.get(DRAFTS_PATH, params={"session": "s1"}, headers=headers)
    assert answer.status_code == status
