"""What the numbers stand for."""

import pytest

from channels.wechat.outgoing import Text
from channels.wechat.rendering import options_of, render
from messages import (
    CaseCard,
    FormCard,
    HandoverCard,
    MatchesCard,
    MatchRow,
    Option,
    TextCard,
)
from tests.channels.wechat.rendering.links import LINKS


def option(label: str) -> Option:
    return Option(label=label, choice=f"c-{label}")


def case(number: str, title: str, *labels: str) -> CaseCard:
    return CaseCard(
        text=f"{title}：已受理。",
        case=number,
        title=title,
        state="accepted",
        state_label="已受理",
        options=[Option(label=label, choice=f"{number}-{label}") for label in labels],
    )


def form(field_type: str, *labels: str) -> FormCard:
    return FormCard(
        text="请问？",
        draft="d",
        title="登记",
        field="f",
        label="F",
        field_type=field_type,
        options=[option(label) for label in labels],
    )


def labels_of(*cards: CaseCard | FormCard | TextCard | MatchesCard | HandoverCard) -> list[str]:
    return [one.label for one in options_of(cards)]


def test_the_order_is_that_of_the_cards() -> None:
    first = TextCard(text="一", options=[option("甲"), option("乙")])
    assert labels_of(first, TextCard(text="二", options=[option("丙")])) == ["甲", "乙", "丙"]


def test_options_keep_what_is_to_be_sent_back() -> None:
    found = options_of([case("LH1", "津贴", "撤回申请"), case("LH2", "执照", "撤回申请")])
    assert [(one.label, one.choice) for one in found] == [
        ("撤回申请（津贴）", "LH1-撤回申请"),
        ("撤回申请（执照）", "LH2-撤回申请"),
    ]


def test_the_same_matter_twice_is_told_apart_by_number() -> None:
    cards = [case("LH1", "津贴", "撤回申请"), case("LH2", "津贴", "撤回申请")]
    assert labels_of(*cards) == ["撤回申请（LH1）", "撤回申请（LH2）"]


def test_the_same_option_of_the_same_record_is_offered_once() -> None:
    assert labels_of(case("LH1", "津贴", "撤回申请"), case("LH1", "津贴", "撤回申请")) == [
        "撤回申请"
    ]


def test_rows_of_what_one_may_be_entitled_to_come_with_their_title() -> None:
    row = MatchRow(item="a", title="高龄津贴", verdict="likely", option=option("现在申请"))
    card = MatchesCard(text="一项。", rows=[row], options=[option("有新的告诉我")])
    assert labels_of(card) == ["现在申请：高龄津贴", "有新的告诉我"]


def test_from_the_tenth_on_options_are_said() -> None:
    streets = [f"{name}街道" for name in "甲乙丙丁戊己庚辛壬癸"]
    card = form("choice", *streets, "上一步")
    assert labels_of(card) == streets[:9]
    (message,) = render([card], LINKS)
    assert isinstance(message, Text)
    assert message.content.endswith("9 壬街道\n也可以直接回复：“癸街道”、“上一步”")


def test_many_more_options_are_on_the_page() -> None:
    card = form("choice", *(f"{name}街道" for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯"))
    (message,) = render([card], LINKS)
    assert isinstance(message, Text)
    assert message.content.endswith(f'<a href="{LINKS.page()}">更多选项在网页上</a>')


@pytest.mark.parametrize("field_type", ["integer", "money", "text"])
def test_where_a_number_is_asked_for_no_option_has_one(field_type: str) -> None:
    card = form(field_type, "跳过", "上一步")
    assert labels_of(card) == []
    (message,) = render([card], LINKS)
    assert isinstance(message, Text)
    assert message.content.endswith("也可以直接回复：“跳过”、“上一步”")


@pytest.mark.parametrize("field_type", ["name", "mobile", "date", "file", "yes_no"])
def test_elsewhere_options_are_numbered(field_type: str) -> None:
    assert labels_of(form(field_type, "上一步")) == ["上一步"]


@pytest.mark.parametrize(
    ("labels", "are_numbered"),
    [
        (["没有", "一个", "两个"], False),
        (["0次", "1次", "2次以上"], False),
        (["一个", "两个", "三个"], True),
        (["很满意", "满意", "一般"], True),
        (["11月25日 09:00", "11月26日 09:00"], True),
        (["2月5日 09:00", "3月5日 09:00", "3月6日 09:00"], True),
        (["9点", "10点", "11点"], True),
        (["3年", "1年", "半年"], False),
    ],
)
def test_a_count_is_not_mistaken_for_another_option(labels: list[str], are_numbered: bool) -> None:
    assert labels_of(form("choice", *labels)) == (labels if are_numbered else [])


def test_counts_are_all_said() -> None:
    labels = ["没有", "一个", "两个", "三个", "四个", "五个"]
    (message,) = render([form("choice", *labels)], LINKS)
    words = "、".join(f"“{label}”" for label in labels)
    assert isinstance(message, Text)
    assert message.content.endswith(f"也可以直接回复：{words}")


def test_while_a_person_is_there_digits_are_theirs() -> None:
    card = HandoverCard(text="人工客服小李来了。", agent="小李", options=[option("回到小政")])
    assert labels_of(card) == []
    (message,) = render([card], LINKS)
    assert message == Text("人工客服小李来了。\n\n也可以直接回复：“回到小政”")


def test_a_long_label_is_no_menu() -> None:
    long = TextCard(text="选哪个？", options=[option("一" * 25)])
    assert isinstance(render([long], LINKS)[0], Text)
