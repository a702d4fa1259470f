"""What a clerk sees and decides."""

from typing import Any

import pytest
from sqlalchemy import select

from core.audit.models import AuditRow
from core.cases.models import CaseRow
from core.contract.cases import CaseFile
from core.vault import rotation
from core.vault.cipher import AesGcm
from tests.core.cases.conftest import ANNA, BERT, House


def decide(house: House, number: str, verdict: str, **more: Any) -> Any:
    body = {"verdict": verdict, "version": house.row(number).version, **more}
    return house.ask("POST", f"/review/{number}", "clerk", json=body)


def test_a_case_is_opened_on_record(house: House) -> None:
    number = house.submit("s1", who=BERT, beneficiary=ANNA).number
    answer = house.ask("GET", f"/review/{number}", "clerk")
    file = CaseFile.model_validate(answer.json())
    assert (file.applicant_id, file.beneficiary_id, file.relation) == (BERT, ANNA, "parent")
    assert [(one.label, one.value) for one in file.fields] == [
        ("居住月数", "3"),
        ("银行卡号", "6222020000000000"),
        ("是否独居", "是"),
        ("代办授权", "是"),
    ]
    assert [(one.before, one.after, one.who) for one in file.events] == [
        ("", "submitted", "citizen"),
        ("submitted", "under_review", "rules"),
    ]
    assert "居住时间需要核对。" in file.events[1].note
    with house.core() as core:
        entry = core.db.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
        assert entry is not None
        assert (entry.action, entry.subject, entry.purpose) == ("case.open", number, "审核办件")


def test_an_approval_has_a_result_and_is_told(house: House) -> None:
    number = house.submit("s1").number
    seen = decide(house, number, "approve").json()
    assert (seen["state"], seen["result"], seen["instant"]) == ("approved", True, False)
    assert seen["reasons"] == ["审核人员审核通过。"]
    assert house.news()[-1].session == "s1"
    assert decide(house, number, "deliver").json()["state_label"] == "已送达"
    closed = decide(house, number, "close").json()
    assert (closed["state"], closed["result"]) == ("closed", True)


def test_a_refusal_needs_its_reason(house: House) -> None:
    number = house.submit("s1").number
    assert decide(house, number, "refuse", note="  ").status_code == 422
    seen = decide(house, number, "refuse", note="居住不满一年。").json()
    assert seen["reasons"] == ["居住不满一年。"]
    assert "12345" in seen["next_says"]


@pytest.mark.parametrize("fields", [[], ["no_such_field"]])
def test_a_correction_names_what_to_correct(house: House, fields: list[str]) -> None:
    number = house.submit("s1").number
    assert decide(house, number, "correct", fields=fields).status_code == 422
    assert house.row(number).state == "under_review"


def test_a_note_with_private_data_is_not_kept(house: House) -> None:
    number = house.submit("s1").number
    answer = decide(house, number, "refuse", note=f"{ANNA}不符合")
    assert answer.status_code == 422
    assert ANNA not in answer.text
    assert house.row(number).state == "under_review"


def test_who_decides_on_what_is_old_is_told(house: House) -> None:
    number = house.submit("s1").number
    old = house.row(number).version
    decide(house, number, "accept")
    body = {"verdict": "approve", "version": old}
    answer = house.ask("POST", f"/review/{number}", "clerk", json=body)
    assert answer.status_code == 409
    assert "有了变化" in answer.json()["detail"]


def test_an_unknown_number_is_a_problem(house: House) -> None:
    assert house.ask("GET", "/review/LH20261122ABCDEFGH", "clerk").status_code == 404


def test_a_closed_case_leaves_room_for_a_new_one(house: House) -> None:
    number = house.submit("s1", months="12").number
    decide(house, number, "close")
    assert house.submit("s1", draft="d2").state == "under_review"


def test_sealed_columns_are_known_to_rotation(house: House) -> None:
    house.submit("s1")
    keys = {"new": b"n" * 32, "t": b"01234567890123456789012345678901"}
    with house.core() as core:
        rotation.reseal(core.db, AesGcm(keys))
        row = core.db.scalars(select(CaseRow)).one()
        assert row.sealed_answers.startswith("new:")
        assert row.sealed_people.startswith("new:")
