"""Going back in a draft, past an entry, and to another one."""

from tests.core.drafts.conftest import CARD, OTHER_PHONE, House


def test_back_asks_the_one_before_and_keeps_what_was_filled(house: House) -> None:
    draft = house.to_sign_in()
    draft = house.step(draft.id, "back").draft
    assert draft.question and draft.question.field == "age"
    draft = house.step(draft.id, "back").draft
    assert draft.question and draft.question.field == "hukou"
    house.step(draft.id, "back")
    first = house.step(draft.id, "back")
    assert first.refusal and "第一步" in first.refusal.says
    assert first.draft.question and first.draft.question.field == "for_whom"
    draft = house.step(draft.id, "skip").draft
    assert draft.step == "sign_in"


def test_from_the_review_back_leads_to_the_last_thing_asked(house: House) -> None:
    draft = house.to_review()
    draft = house.step(draft.id, "back").draft
    assert draft.question and draft.question.field == "photo"


def test_only_what_is_optional_is_skipped(house: House) -> None:
    draft = house.open()
    refused = house.step(draft.id, "skip")
    assert refused.refusal and "必须" in refused.refusal.says
    draft = house.to_sign_in()
    assert house.step(draft.id, "skip").refusal
    house.sign_in("s1")
    house.say(draft.id, CARD)
    draft = house.step(draft.id, "skip").draft
    assert draft.question and draft.question.field == "pay" and draft.question.optional


def test_who_signed_in_is_not_edited_and_all_else_is(house: House) -> None:
    draft = house.to_review()
    refused = house.step(draft.id, "edit", field="applicant_name")
    assert refused.refusal and "实名登录" in refused.refusal.says
    assert house.say(draft.id, "申请人姓名是王样本").accepted == []
    draft = house.step(draft.id, "edit", field="mobile").draft
    assert draft.question and draft.question.field == "mobile"
    draft = house.say(draft.id, OTHER_PHONE).draft
    mobile = next(one for one in draft.fields if one.id == "mobile")
    assert (mobile.source, house.opened(mobile.value)) == ("typed", OTHER_PHONE)
    assert house.step(draft.id, "edit", field="nonsense").refusal
