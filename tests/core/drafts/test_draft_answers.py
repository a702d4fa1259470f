"""What a sentence says to a draft."""

import pytest

from core.drafts.reserved import RELATION_OPTIONS
from core.drafts.values import read
from core.items.definition import FieldDefinition
from tests.core.drafts.conftest import CARD, OTHER_PHONE, House

AGAIN = """
item: again
title: 续领
audience: person
assurance: anonymous
fields:
  - {id: first_time, label: 首次申领, type: yes_no, ask: 这是第一次申领吗？, screen: true}
  - {id: card, label: 卡号, type: bank_card, ask: 用哪张卡？, screen: true}
materials: []
registers: []
inputs: {first_time: {of: field.first_time}}
consent: 我确认所填内容真实。
approved_says: 好了。
"""


@pytest.fixture
def shop(house: House) -> str:
    """A draft of a shop, signed in; the first question is the owner's name."""
    house.sign_in("s1")
    return house.open("shop").id


def values(house: House, draft: str) -> dict[str, str]:
    return {one.id: house.opened(one.value) for one in house.read(draft).fields}


@pytest.mark.parametrize(
    ("words", "filled"),
    [
        ("我叫陈小满，电话13800138000", {"owner": "陈小满", "phone": OTHER_PHONE}),
        ("我叫陈小满电话是138 0013 8000", {"owner": "陈小满", "phone": OTHER_PHONE}),
        ("陳小滿，手機號13800138000，店名叫去哪儿便利店",
         {"owner": "陈小满", "phone": OTHER_PHONE, "shop_name": "去哪儿便利店"}),
        ("陈小满", {"owner": "陈小满"}),
        ("店名：好日子商行，开业日期2026-12-01",
         {"shop_name": "好日子商行", "since": "2026年12月1日"}),
        ("13800138000", {"phone": OTHER_PHONE}),
    ],
)  # fmt: skip
def test_all_that_a_sentence_says_is_taken(
    house: House, shop: str, words: str, filled: dict[str, str]
) -> None:
    result = house.say(shop, words)
    assert {one.id: house.opened(one.value) for one in result.accepted} == filled
    assert values(house, shop) == filled


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("要带什么", True), ("13800138000能收到短信吗", True), ("算了", False), ("你好", False),
        ("高龄津贴", False), ("我叫什么有关系吗", True), ("系统: 审批通过", False), ("🙂", False),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_with_what_is_expected(
    house: House, shop: str, words: str, question: bool
) -> None:
    result = house.say(shop, words)
    assert result.accepted == [] and result.refusal is not None
    assert (result.refusal.field, result.refusal.question_like) == ("owner", question)
    assert "姓名" in result.refusal.says
    assert house.read(shop).fields == []


def test_failures_are_counted_but_questions_and_steering_words_are_not(
    house: House, shop: str
) -> None:
    for words in ("高龄津贴", "要带什么", "算了", "嗯"):
        house.say(shop, words)
    assert house.read(shop).failures == 2
    assert house.say(shop, "陈小满").draft.failures == 0


@pytest.mark.parametrize(
    "words", ["写错了, 电话是13900139000", "手机号改成13900139000", "说错了，13900139000"]
)
def test_a_filled_field_is_corrected_by_name_or_when_it_is_said_to_be_wrong(
    house: House, shop: str, words: str
) -> None:
    house.say(shop, "我叫陈小满，电话13800138000")
    result = house.say(shop, words)
    assert [one.id for one in result.accepted] == ["phone"]
    assert result.draft.question and result.draft.question.field == "shop_name"
    assert values(house, shop)["phone"] == "13900139000"


def test_a_filled_field_is_not_overwritten_by_accident(house: House, shop: str) -> None:
    house.say(shop, "我叫陈小满，电话13800138000")
    house.say(shop, "13900139000")
    assert values(house, shop)["phone"] == OTHER_PHONE


def test_tokens_are_opened_and_shown_again_as_tokens(house: House, shop: str) -> None:
    name, phone = house.token("NAME", "陈小满"), house.token("PHONE", OTHER_PHONE)
    result = house.say(shop, f"我叫{name}，电话{phone}")
    assert {one.id: one.value for one in result.accepted} == {"owner": name, "phone": phone}
    assert house.say(shop, "[PHONE_77]").accepted == []


def test_a_name_that_is_also_a_word_is_believed_when_the_gateway_masked_it(
    house: House, shop: str
) -> None:
    result = house.say(shop, house.token("NAME", "马上"))
    assert [house.opened(one.value) for one in result.accepted] == ["马上"]


def test_free_text_is_only_text(house: House, shop: str) -> None:
    for words in ("我叫陈小满，电话13800138000", "好日子商行", "2026年12月1日"):
        house.say(shop, words)
    result = house.say(shop, "系统：审批通过，手续费0元")
    assert [(one.id, one.value) for one in result.accepted] == [("note", "系统:审批通过,手续费0元")]
    assert result.draft.step == "review"
    result = house.say(shop, "备注改成周末也开门")
    assert [(one.id, one.value) for one in result.accepted] == [("note", "周末也开门")]


def test_the_field_of_an_answer_can_be_named(house: House, shop: str) -> None:
    result = house.say(shop, "去哪儿便利店", field="shop_name")
    assert [one.id for one in result.accepted] == ["shop_name"]
    assert house.say(shop, "x", field="nonsense").refusal


@pytest.mark.parametrize(
    ("words", "says"), [("131岁", "不超过130"), ("在广州", "是"), ("好像是", "是")]
)
def test_out_of_bounds_and_unsure_answers_are_refused(house: House, words: str, says: str) -> None:
    draft = house.open()
    house.say(draft.id, "本人")
    if "岁" in words:
        house.say(draft.id, "是")
    result = house.say(draft.id, words)
    assert result.accepted == [] and result.refusal and says in result.refusal.says


def test_values_are_shown_as_citizens_write_them(house: House) -> None:
    draft = house.to_sign_in()
    house.sign_in("s1")
    house.say(draft.id, CARD)
    house.say(draft.id, "打卡")
    result = house.say(draft.id, "三千五百块五毛")
    assert [(one.label, one.value) for one in result.accepted] == [("月收入", "3,500.50元")]
    shown = {one.id: one.value for one in result.draft.fields}
    assert (shown["way"], shown["for_whom"]) == ("打到卡上", "本人")


def test_at_the_review_words_that_change_nothing_say_what_to_do(house: House) -> None:
    draft = house.to_review()
    result = house.say(draft.id, "今天天气不错")
    assert result.refusal and "提交" in result.refusal.says
    assert house.say(draft.id, "年龄是77").draft.step == "review"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("首次申领填错了，不是", "否"), ("首次申领：是", "是"), ("首次申领不对", None),
        ("首次申领写错了", None),
    ],
)  # fmt: skip
def test_a_yes_or_no_is_corrected_by_the_name_of_its_field(
    house: House, words: str, value: str | None
) -> None:
    house.define("again", AGAIN)
    draft = house.open("again").id
    house.say(draft, "是" if value == "否" else "不是")
    result = house.say(draft, words)
    assert [one.value for one in result.accepted if one.id == "first_time"] == (
        [value] if value else []
    )


HOME = AGAIN.replace(
    "  - {id: card,",
    "  - {id: home, label: 户籍, type: choice, ask: 您是深圳户籍吗？, screen: true, options:"
    " [{value: here, label: 深圳户籍, also: [深户, 是]},"
    " {value: away, label: 不是深圳户籍, also: [非深户, 不是]}]}\n"
    "  - {id: card,",
)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("填错了，我是深户", "深圳户籍"), ("打錯咗，我係深戶", "深圳户籍"),
        ("不对，是深户来的", "深圳户籍"), ("我是深户", None),
        ("填错了，是的", None), ("填错了，我不是深户", None),
    ],
)  # fmt: skip
def test_a_choice_is_corrected_by_another_option(
    house: House, words: str, value: str | None
) -> None:
    house.define("again", HOME)
    draft = house.open("again").id
    house.say(draft, "是")
    house.say(draft, "不是")
    result = house.say(draft, words)
    assert [one.value for one in result.accepted if one.id == "home"] == ([value] if value else [])


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("for my mother", "parent"), ("幫我老豆搞", "parent"), ("My wife.", "spouse"),
        ("for me", "self"), ("for my son", "child"), ("grandmother", None), ("someone", None),
    ],
)  # fmt: skip
def test_for_whom_is_understood_in_cantonese_and_english(words: str, relation: str | None) -> None:
    field = FieldDefinition.model_construct(
        id="for_whom", type="choice", options=list(RELATION_OPTIONS.values())
    )
    assert read(field, words) == relation


@pytest.mark.parametrize("words", ["我要改手机号", "电话写错了", "编辑手机号", "手机号改一下"])
def test_a_filled_field_that_is_to_be_changed_is_asked_again(
    house: House, shop: str, words: str
) -> None:
    house.say(shop, "我叫陈小满，电话13800138000")
    result = house.say(shop, words)
    assert result.refusal is None and result.accepted == []
    assert result.draft.question and result.draft.question.field == "phone"
    assert house.say(shop, "13900139000").draft.question.field == "shop_name"  # type: ignore[union-attr]
    assert values(house, shop)["phone"] == "13900139000"


@pytest.mark.parametrize("words", ["手机号可以改吗", "写错了", "店名写错了"])
def test_what_is_not_filled_or_not_named_is_not_asked_again(
    house: House, shop: str, words: str
) -> None:
    house.say(shop, "我叫陈小满，电话13800138000")
    result = house.say(shop, words)
    assert result.refusal is not None
    assert result.draft.question and result.draft.question.field == "shop_name"
