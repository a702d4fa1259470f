"""Handing in: decided by the rules or passed on, once a draft, once a beneficiary."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from core.audit.models import AuditRow
from core.cases.models import CaseEventRow, CaseRow
from core.cases.review import review
from core.cases.submission import NOT_KIN
from core.contract import CaseReview
from core.vault import files
from core.vault.models import FileRow
from service.problems import ProblemError
from tests.core.cases.conftest import ANNA, BERT, CARA, House


def test_the_rules_approve_within_the_call(house: House) -> None:
    seen = house.submit(months="12")
    assert (seen.state, seen.state_label, seen.instant) == ("approved", "已通过", True)
    assert seen.reasons == ["户籍和居住时间都符合。"]
    assert seen.sources == ["示例办法"]
    assert (seen.demo, seen.result, seen.followed) == (True, True, True)
    assert (seen.next_actor, seen.next_says) == ("办理部门", "津贴按月发到您填的银行卡。")
    assert seen.decided_at == house.now
    assert re.fullmatch(r"LH20261123[2-9A-HJ-NP-Z]{8}", seen.number)


def test_the_rules_refuse_and_offer_a_person(house: House) -> None:
    house.register.records[ANNA] = {"city": "广州市"}
    seen = house.submit(months="12")
    assert (seen.state, seen.instant, seen.result) == ("refused", True, False)
    assert "ask_review" in seen.powers
    assert seen.next_says == "如果您不同意这个结果，可以申请人工审核。"


def test_what_the_rules_leave_open_goes_to_a_person(house: House) -> None:
    seen = house.submit(months="3")
    assert (seen.state, seen.instant, seen.result) == ("under_review", False, False)
    assert (seen.next_actor, seen.decided_at) == ("审核人员", None)
    assert seen.next_says == "由审核人员办理，承诺在2026年11月30日前办结。您现在不用做什么。"
    assert seen.powers == ["withdraw", "unfollow"]


def test_a_register_that_is_away_sends_the_case_to_a_person(house: House) -> None:
    house.register.away = True
    seen = house.submit(months="12")
    assert (seen.state, seen.sources) == ("under_review", [])
    assert seen.reasons == ["需要核对的登记信息暂时查不到，已转审核人员办理，您不用重新提交。"]


def test_a_matter_without_rules_goes_to_a_person_without_a_deadline(house: House) -> None:
    seen = house.submit(item="stamp")
    assert (seen.state, seen.demo, seen.deadline) == ("under_review", False, None)
    assert seen.next_says == "由审核人员办理，有结果会告诉您。您现在不用做什么。"


def test_a_draft_is_handed_in_once(house: House) -> None:
    first = house.submit(months="12")
    asked = house.register.asked
    assert house.submit(months="3") == first
    assert house.register.asked == asked


def test_a_draft_handed_in_by_eight_at_once_is_one_case(house: House) -> None:
    house.sign_in("s1", ANNA)
    with ThreadPoolExecutor(8) as pool:
        numbers = {one.number for one in pool.map(lambda _: house.submit(), range(8))}
    assert len(numbers) == 1
    with house.core() as core:
        assert core.db.scalar(select(func.count()).select_from(CaseRow)) == 1
        assert core.db.scalar(select(func.count()).select_from(CaseEventRow)) == 2
    assert house.news() == []


def test_a_draft_of_somebody_else_is_not_shown(house: House) -> None:
    house.submit("s1", who=ANNA)
    with pytest.raises(ProblemError) as refused:
        house.submit("s2", who=BERT)
    assert refused.value.status == 404


@pytest.mark.parametrize("months", ["3", "12"])
def test_a_second_case_while_one_is_open_or_approved_is_a_duplicate(
    house: House, months: str
) -> None:
    first = house.submit(months=months)
    with pytest.raises(ProblemError) as refused:
        house.submit("s2", draft="d2")
    assert refused.value.status == 409
    assert first.number in refused.value.detail
    assert first.state_label in refused.value.detail


def test_a_duplicate_of_eight_drafts_at_once_is_one_case(house: House) -> None:
    house.sign_in("s1", ANNA)

    def hand_in(which: int) -> bool:
        try:
            house.submit(draft=f"d{which}")
        except ProblemError as error:
            assert error.status == 409
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(hand_in, range(8))) == 1


def test_a_duplicate_by_another_does_not_tell_the_number(house: House) -> None:
    first = house.submit("s1", who=BERT, beneficiary=ANNA)
    with pytest.raises(ProblemError) as refused:
        house.submit("s2", who=CARA, draft="d2", beneficiary=ANNA)
    assert refused.value.status == 409
    assert first.number not in refused.value.detail


def test_a_matter_may_allow_many(house: House) -> None:
    numbers = {house.submit(draft=f"d{n}", item="stamp").number for n in range(3)}
    assert len(numbers) == 3


def test_a_refused_case_leaves_room_for_a_new_one(house: House) -> None:
    house.register.records[ANNA] = {"city": "广州市"}
    house.submit(months="12")
    house.register.records[ANNA] = {"city": "深圳市"}
    assert house.submit(draft="d2", months="12").state == "approved"


def test_the_session_that_submits_has_the_reply_and_follows(house: House) -> None:
    seen = house.submit("s1", months="3")
    assert house.news() == []
    decision = CaseReview(verdict="approve", version=seen.version)
    decided = house.call(review, seen.number, decision)
    (news,) = house.news()
    assert (news.session, news.kind) == ("s1", "case_changed")
    assert news.case == decided.model_copy(update={"followed": True, "powers": ["unfollow"]})
    assert news.says == f"您的「高龄老人津贴」（{seen.number}）有新进展：已通过。"


def test_private_values_are_sealed_and_digests_are_keyed(house: House) -> None:
    seen = house.submit()
    with house.engine.connect() as connection:
        stored = "".join(
            str(row)
            for table in ("cases", "case_events", "outbox", "audit")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        )
    for private in (ANNA, "6222020000000000", "15400000101", f"人{ANNA[-4:]}"):
        assert private not in stored
    assert seen.number in stored


def test_the_look_up_is_on_record_with_consent(house: House) -> None:
    seen = house.submit("s1", who=BERT, beneficiary=ANNA)
    beneficiary = house.row(seen.number).beneficiary
    with house.core() as core:
        entries = core.db.scalars(select(AuditRow).where(AuditRow.subject == seen.number)).all()
        assert [one.action for one in entries] == ["case.submit", "case.rules_pass_on"]
        looked = select(AuditRow).where(AuditRow.action == "register.look_up")
        looked = looked.where(AuditRow.purpose == "办理「高龄老人津贴」")
        (entry, *_) = core.db.scalars(looked.order_by(AuditRow.id.desc()))
        assert entry.person == beneficiary
        assert "C-a-consent" in entry.detail


def test_who_acts_for_another_is_kin_on_record_or_a_person_looks(house: House) -> None:
    stranger = house.submit("s1", who=BERT, beneficiary=ANNA, months="12")
    assert (stranger.state, stranger.reasons) == ("under_review", [NOT_KIN])
    mother = {"relation": "母", "id_number": ANNA}
    house.empty()
    house.register.records[BERT] = {"city": "深圳市", "members": [mother]}
    assert house.submit("s1", who=BERT, beneficiary=ANNA, months="12").state == "approved"


def test_papers_of_a_case_are_kept(house: House) -> None:
    house.call(files.keep_file, "s1", "a.pdf", b"%PDF-1.7\n" + b"x" * 64)
    with house.core() as core:
        file_id = core.db.scalars(select(FileRow.id)).one()
    house.submit(materials={"photo": file_id})
    with house.core() as core:
        assert core.db.get_one(FileRow, file_id).expires_at is None
