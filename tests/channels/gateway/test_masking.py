"""What is swapped for a token, while a form is filled and otherwise, and how a value is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.gateway import masking
from channels.gateway.turn.answering import asked_by
from messages import ReviewCard, ReviewRow, TextCard
from tests.channels.gateway.private_data import ID, PHONE, form, turn


def test_a_bare_name_is_not_swapped_where_another_field_is_asked() -> None:
    assert masking.mask("张三", "").text == "张三"
    assert masking.mask("张三", "yes_no").text == "张三"
    assert masking.mask("张三", "name").text == "[NAME_1]"
    assert masking.mask("我叫张三", None).text == "我叫张三"


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("我叫陳大文", "我叫[NAME_1]"),
        ("姓名：张三丰 地址：罗湖区 翠竹路 1号", "姓名：[NAME_1] 地址：[ADDRESS_1]"),
        ("名字是李四，高龄津贴要多久？", "名字是[NAME_1]，高龄津贴要多久？"),
        ("我家地址在罗湖区东门街道２号", "我家地址在[ADDRESS_1]"),
        ("我要改地址", "我要改地址"),
        ("名字怎么改", "名字怎么改"),
    ],
)
def test_what_is_told_in_a_form_is_swapped_without_its_label(words: str, heard: str) -> None:
    assert masking.mask(words, "").text == heard


def test_what_reads_like_a_name_does_not_cut_a_plate_in_two() -> None:
    heard = masking.mask("车牌粤 b 1 2 3 4 5停在门口", "name")
    assert (heard.text, heard.found[0].value) == ("车牌[PLATE_1]停在门口", "粤B12345")


def test_two_answers_in_one_sentence_are_both_swapped() -> None:
    masked = masking.mask(f"我叫张三，电话{PHONE}，不是[PHONE_1]", "name")
    assert masked.text == "我叫[NAME_1]，电话[PHONE_2]，不是[PHONE_1]"
    assert {(item.token, item.value) for item in masked.found} == {
        ("[NAME_1]", "张三"),
        ("[PHONE_2]", PHONE),
    }


def test_a_long_answer_takes_several_tokens() -> None:
    words = "我家里的情况比较特殊" * 60
    masked = masking.mask(words, "text")
    assert masked.text == "[TEXT_1][TEXT_2]"
    assert "".join(item.value for item in masked.found) == words


@given(st.text(max_size=60), st.sampled_from(["", *sorted(masking.TYPES), "no_such_type"]))
def test_whatever_is_said_in_a_form_opens_to_the_same_values(words: str, asked: str) -> None:
    masked = masking.mask(words, asked)
    values = {item.token: item.value for item in masked.found}
    assert len(values) == len(masked.found)
    assert all(token in masked.text for token in values)
    assert all(0 < len(value) <= masking.PIECE for value in values.values())


def test_what_a_turn_leaves_being_asked() -> None:
    text, private, open_ = TextCard(text="a"), form("name"), form("yes_no", private=False)
    row = ReviewRow(field="f", label="姓名", value="[NAME_1]", source="typed")
    review = ReviewCard(text="a", draft="d", title="t", rows=[row], consent="c")
    assert asked_by(turn(text)).type is None
    assert asked_by(turn(text, private)).type == "name"
    assert asked_by(turn(private, open_)).type == ""
    assert asked_by(turn(open_, private, text)).type == "name"
    assert asked_by(turn(review)).type == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (PHONE, "138****8000"),
        (ID, "110101********0038"),
        ("A1234563", "A*****63"),
        ("123", "123"),
    ],
)
def test_numbers_of_people_are_shown_partly(value: str, shown: str) -> None:
    assert masking.render("[ID_1]", {"[ID_1]": value}) == shown
