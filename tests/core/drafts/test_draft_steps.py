"""The steps of a draft from the first question to the case."""

import datetime as dt

import pytest

from service.problems import ProblemError
from tests.core.drafts.conftest import (
    ANNA,
    BERT,
    CARA,
    CARD,
    OTHER_CARD,
    House,
    household,
    resident,
)  # fmt: skip


def test_a_citizen_applies_for_herself(house: House) -> None:
    draft = house.open()
    assert (draft.step, draft.resumed, draft.done) == ("field", False, 0)
    assert draft.question and draft.question.field == "for_whom"
    assert [one.label for one in draft.question.options] == ["本人", "父亲或母亲"]
    draft = house.say(draft.id, "给自己办").draft
    assert draft.question and draft.question.field == "hukou"
    draft = house.say(draft.id, "係呀").draft
    draft = house.say(draft.id, "今年七十六岁了").draft
    assert (draft.step, draft.needs) == ("sign_in", "real_name")
    house.sign_in("s1")
    draft = house.read(draft.id)
    assert draft.question and draft.question.field == "card" and draft.question.private
    shown = {one.id: (one.value, one.source, one.editable) for one in draft.fields}
    assert shown["hukou"] == ("是", "typed", True)
    assert shown["applicant_name"] == ("[NAME_1]", "sign_in", False)
    assert shown["mobile"][1:] == ("sign_in", True)
    assert shown["address"] == ("[ADDRESS_1]", "register", True)
    assert house.opened("[NAME_1][ADDRESS_1]") == "陈样例深圳市罗湖区东门中路1号"
    assert draft.waived == ["身份证（登录时已经核验）", "户口簿（免提交：已从共享数据核验）"]
    result = house.say(draft.id, house.token("CARD", CARD))
    assert [(one.id, one.value) for one in result.accepted] == [("card", "[CARD_1]")]
    draft = house.step(draft.id, "skip").draft
    draft = house.step(draft.id, "skip").draft
    assert draft.question and draft.question.upload and draft.question.field == "photo"
    draft = house.say(draft.id, house.file()).draft
    assert draft.step == "review" and draft.done == draft.total and draft.consent
    result = house.step(draft.id, "submit", key="k1")
    assert result.case is not None and result.draft.step == "done" and result.draft.fields == []
    assert [row["number"] for row in house.rows("cases")] == [result.case.number]
    assert any("提交" in row["purpose"] for row in house.rows("consents"))


def test_handing_in_twice_makes_one_case(house: House) -> None:
    draft = house.to_review()
    first = house.step(draft.id, "submit", key="k1")
    replayed = house.step(draft.id, "submit", key="k1")
    again = house.step(draft.id, "submit", key="k2")
    assert first == replayed
    assert first.case and again.case and first.case.number == again.case.number
    assert len(house.rows("cases")) == 1
    (consent,) = house.rows("consents")
    looked_up = [row for row in house.rows("audit") if consent["id"] in row["detail"]]
    assert {row["purpose"][:2] for row in looked_up} == {"办理"}
    with pytest.raises(ProblemError, match="已经提交"):
        house.say(draft.id, CARD)


def test_an_unfinished_draft_is_not_handed_in(house: House) -> None:
    draft = house.to_sign_in()
    result = house.step(draft.id, "submit")
    assert result.refusal and "没填完" in result.refusal.says
    assert house.rows("cases") == []


def test_a_sign_in_that_ended_stops_the_submission_and_hides_what_is_filled(house: House) -> None:
    draft = house.to_review()
    house.now += dt.timedelta(hours=13)
    draft = house.read(draft.id)
    assert (draft.step, draft.fields, draft.waived) == ("sign_in", [], [])
    result = house.say(draft.id, "卡号改成" + OTHER_CARD)
    assert result.refusal and "登录" in result.refusal.says
    assert house.step(draft.id, "submit").case is None
    house.sign_in("s1")
    assert house.read(draft.id).step == "review"


def test_an_unknown_matter_cannot_be_applied_for(house: House) -> None:
    with pytest.raises(ProblemError) as caught:
        house.open("no-such-item")
    assert (caught.value.status, caught.value.detail) == (404, "这件事现在还不能在这里申请。")


@pytest.mark.parametrize(
    ("field", "words", "says"), [("hukou", "不是", "户口"), ("age", "69", "70")]
)
def test_a_rule_that_does_not_hold_stops_the_draft(
    house: House, field: str, words: str, says: str
) -> None:
    draft = house.open()
    house.say(draft.id, "本人")
    if field == "age":
        house.say(draft.id, "是")
    draft = house.say(draft.id, words).draft
    assert draft.step == "stopped" and says in (draft.stop_says or "")
    refused = house.say(draft.id, "好的")
    assert refused.draft.step == "stopped" and refused.accepted == []
    back = house.step(draft.id, "back").draft
    assert back.question and back.question.field == field
    good = house.say(draft.id, "是" if field == "hukou" else "71").draft
    assert good.step != "stopped"


def test_a_number_that_stopped_the_draft_can_be_corrected_at_once(house: House) -> None:
    draft = house.open()
    for words in ("本人", "是", "7"):
        draft = house.say(draft.id, words).draft
    assert draft.step == "stopped"
    assert house.say(draft.id, "写错了，年龄是77").draft.step == "sign_in"


def test_for_a_parent_the_parent_is_asked_for_and_looked_up_with_consent(house: House) -> None:
    house.shelves["population"].records[BERT] = resident(BERT)
    house.shelves["household"].records[BERT] = household("深圳市罗湖区翠竹路2号")
    house.shelves["household"].records[ANNA] = household("深圳市罗湖区东门中路1号", [BERT])
    draft = house.open()
    for words in ("给我妈办", "在深圳", "八十二"):
        draft = house.say(draft.id, words).draft
    house.sign_in("s1")
    draft = house.read(draft.id)
    assert draft.question and draft.question.field == "beneficiary_name"
    assert house.shelves["household"].asked == []
    house.say(draft.id, "我妈叫林样例")
    draft = house.say(draft.id, house.token("ID", BERT)).draft
    assert draft.question and draft.question.field == "acting_consent"
    assert house.shelves["household"].asked == []
    draft = house.say(draft.id, "同意").draft
    assert draft.question and draft.question.field == "card"
    address = next(one for one in draft.fields if one.id == "address")
    assert house.opened(address.value) == "深圳市罗湖区翠竹路2号"
    assert [row["about"] is not None for row in house.rows("consents")] == [True]


def test_another_persons_records_are_not_shown_to_a_stranger(house: House) -> None:
    house.shelves["population"].records[BERT] = resident(BERT)
    house.shelves["household"].records[BERT] = household("深圳市罗湖区翠竹路2号")
    draft = house.open()
    for words in ("父亲或母亲", "是", "82"):
        house.say(draft.id, words)
    house.sign_in("s1")
    for words in ("林样例", BERT, "是"):
        draft = house.say(draft.id, words).draft
    assert draft.question and draft.question.field == "address"
    assert draft.waived[-1].startswith("户口簿")


def test_who_does_not_know_the_name_learns_nothing_from_the_registers(house: House) -> None:
    house.shelves["population"].records[BERT] = resident(BERT)
    house.shelves["household"].records[BERT] = household("深圳市罗湖区翠竹路2号")
    draft = house.open()
    for words in ("父亲或母亲", "是", "82"):
        house.say(draft.id, words)
    house.sign_in("s1")
    for words in ("王样本", BERT, "是"):
        draft = house.say(draft.id, words).draft
    assert draft.question and draft.question.field == "address"
    assert draft.waived == ["身份证（登录时已经核验）"]
    assert house.shelves["household"].asked == []


def test_another_beneficiary_needs_another_consent(house: House) -> None:
    draft = house.open()
    for words in ("父亲或母亲", "是", "82"):
        house.say(draft.id, words)
    house.sign_in("s1")
    for words in ("林样例", BERT, "是"):
        draft = house.say(draft.id, words).draft
    assert draft.question and draft.question.field == "address"
    house.step(draft.id, "edit", field="beneficiary_id")
    draft = house.say(draft.id, CARA).draft
    assert draft.question and draft.question.field == "acting_consent"
    assert house.say(draft.id, "没有").draft.step == "stopped"


def test_a_register_is_looked_up_once_and_when_away_the_citizen_is_asked(house: House) -> None:
    house.shelves["household"].away = True
    draft = house.to_sign_in()
    house.sign_in("s1")
    draft = house.read(draft.id)
    assert draft.question and draft.question.field == "address"
    house.shelves["household"].away = False
    draft = house.say(draft.id, "罗湖区翠竹路2号3栋").draft
    assert house.shelves["household"].asked == [ANNA]
    house.say(draft.id, CARD)
    house.step(draft.id, "skip")
    draft = house.step(draft.id, "skip").draft
    assert draft.question and (draft.question.field, draft.question.upload) == ("book", True)


def test_a_changed_answer_brings_steps_up_and_lets_them_fall(house: House) -> None:
    draft = house.to_review()
    house.step(draft.id, "edit", field="way")
    draft = house.say(draft.id, "2").draft
    assert draft.question and draft.question.field == "window"
    assert draft.later == ["窗口约定"]
    draft = house.say(draft.id, "三号窗口").draft
    assert draft.step == "review" and "window" in {one.id for one in draft.fields}
    draft = house.say(draft.id, "领取方式改成打到卡上").draft
    assert draft.step == "review" and "window" not in {one.id for one in draft.fields}
    assert draft.later == []


def test_a_file_that_is_gone_is_asked_for_again_and_words_are_no_file(house: House) -> None:
    draft = house.to_sign_in()
    house.sign_in("s1")
    house.say(draft.id, CARD)
    house.step(draft.id, "skip")
    house.step(draft.id, "skip")
    gone = house.say(draft.id, "[FILE_9]")
    assert gone.refusal and "重新上传" in gone.refusal.says
    words = house.say(draft.id, "我没有带")
    assert words.refusal and "近照" in words.refusal.says
    assert house.say(draft.id, "上传了 " + house.file()).draft.step == "review"
    assert [row["expires_at"] for row in house.rows("vault_files")] == [None]


def test_a_definition_that_changed_is_followed(house: House) -> None:
    draft = house.to_review()
    text = (house.items / "old-age.yml").read_text(encoding="utf-8")
    house.define(
        "old-age",
        text.replace(
            "  - {id: pay,",
            "  - {id: pension, label: 社保号, type: text, ask: 社保号？}\n  - {id: pay,",
        ),
    )
    draft = house.read(draft.id)
    assert draft.question and draft.question.field == "pension"
