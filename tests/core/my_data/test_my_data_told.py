"""What a person is told about what core keeps of them, and what they can take along."""

import json

import pytest

from core.contract import MyData
from core.my_data.service import SIGN_IN_FIRST
from tests.core.drafts.conftest import ANNA, BERT, CARD, NAMES, PHONE
from tests.core.my_data.conftest import House


def test_the_summary_counts_without_private_values(house: House) -> None:
    number = house.hand_in()
    house.drafts.open("shop")
    answer = house.summary()
    found = MyData.model_validate(answer.json())
    assert house.drafts.opened(found.name) == NAMES[ANNA]
    assert [one.title for one in found.drafts] == ["开店登记"]
    assert [one.number for one in found.cases] == [number]
    assert [one.purpose for one in found.consents] == ["提交「高龄津贴」"]
    assert found.look_ups == len(found.last_look_ups) == 3  # to prefill, and to decide
    assert {one.what for one in found.last_look_ups} == {
        "查询人口库里您的记录",
        "查询户籍库里您的记录",
    }
    for private in (ANNA, NAMES[ANNA], PHONE, CARD):
        assert private not in answer.text


def test_the_last_ten_look_ups_are_shown_and_all_are_counted(house: House) -> None:
    house.drafts.sign_in("s1")
    for _ in range(11):
        house.export()
    found = MyData.model_validate(house.summary().json())
    assert (found.look_ups, len(found.last_look_ups)) == (11, 10)
    assert {one.what for one in found.last_look_ups} == {"下载您的数据"}


@pytest.mark.parametrize("ask", ["summary", "delete"])
def test_nobody_is_told_anything_without_a_sign_in(house: House, ask: str) -> None:
    answer = getattr(house, ask)("nobody")
    assert (answer.status_code, answer.json()["detail"]) == (403, SIGN_IN_FIRST)


def test_a_phone_alone_is_too_little(house: House) -> None:
    house.drafts.sign_in("s1", assurance="phone")
    answers = [house.summary(), house.delete()]
    answers.append(house.ask("POST", "/export", json={"session": "s1"}))
    assert [one.status_code for one in answers] == [403] * 3
    assert all("实名登录" in one.json()["detail"] for one in answers)


def test_the_export_holds_everything_opened(house: House) -> None:
    number = house.hand_in()
    draft = house.drafts.open("shop")
    house.drafts.say(draft.id, NAMES[ANNA])
    data = house.export()
    assert data["身份"]["证件号码"] == ANNA
    assert (data["身份"]["姓名"], data["身份"]["手机号"]) == (NAMES[ANNA], PHONE)
    assert [one["用途"] for one in data["您的授权"]] == ["提交「高龄津贴」"]
    assert data["您的授权"][0]["原文"] == "我同意查询老人的户籍信息。"
    assert {one["事项"]: (one["状态"], one["已填内容"]) for one in data["草稿"]} == {
        "开店登记": ("没有提交", {"经营者姓名": NAMES[ANNA]}),
        "高龄津贴": ("已经提交", {}),
    }
    (case,) = data["办件"]
    assert (case["办件编号"], case["申请人"]["证件号码"]) == (number, ANNA)
    assert case["所填内容"]["银行账号"] == CARD and case["所填内容"]["户籍"] == "是"
    assert case["提交的材料"] == ["近照"]
    assert [one["由谁"] for one in case["经过"]] == ["申请人", "自动审批规则"]
    assert data["查询和使用记录"][-1]["做了什么"] == "建立您的档案"


def test_the_export_is_on_record_with_its_purpose(house: House) -> None:
    house.drafts.sign_in("s1")
    house.export()
    entry = house.drafts.rows("audit")[-1]
    assert (entry["action"], entry["purpose"]) == ("my_data.export", "本人下载自己的数据")
    assert entry["person"].startswith("P-")


def test_the_dialogue_cannot_export(house: House) -> None:
    house.drafts.sign_in("s1")
    answer = house.ask("POST", "/export", "dialogue", json={"session": "s1"})
    assert answer.status_code == 403
    assert house.ask("GET", "", "clerk", params={"session": "s1"}).status_code == 403


def test_another_persons_data_is_in_no_export(house: House) -> None:
    house.hand_in("s1")
    house.drafts.sign_in("s2", BERT)
    told = json.dumps(house.export("s2"), ensure_ascii=False)
    assert BERT in told
    for private in (ANNA, NAMES[ANNA], CARD):
        assert private not in told
    assert MyData.model_validate(house.summary("s2").json()).cases == []


def test_who_a_case_is_for_sees_it_without_the_answers_of_who_applied(house: House) -> None:
    draft = house.drafts.open()
    for words in ("父母", "是", "76"):
        house.drafts.say(draft.id, words)
    house.drafts.sign_in("s1", BERT)
    for words in (NAMES[ANNA], ANNA, "是", "深圳市罗湖区东门中路1号", CARD):
        house.drafts.say(draft.id, words)
    for _ in ("way", "pay"):
        house.drafts.step(draft.id, "skip")
    house.drafts.say(draft.id, house.drafts.file())
    assert house.drafts.step(draft.id, "submit").case is not None
    house.drafts.sign_in("s2", ANNA)
    data = house.export("s2")
    (case,) = data["办件"]
    assert case["提交人"] == "由他人代办" and "所填内容" not in case
    assert len(data["代办人登记的您的授权"]) == 2
    told = json.dumps(data, ensure_ascii=False)
    for private in (BERT, NAMES[BERT], CARD):
        assert private not in told
    assert house.export("s1")["办件"][0]["受益人"]["证件号码"] == ANNA
