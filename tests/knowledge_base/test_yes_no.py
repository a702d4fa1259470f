"""Questions for yes or no, and those that only look like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.yes_no import is_yes_no

YES_NO = [
    "非深户能办吗",
    "能不能网上办",
    "可不可以代办？",
    "要不要带户口本",
    "收不收费",
    "给不给开",
    "有没有年龄限制",
    "这个要钱么？",
    "材料这样够不",
    "补贴涨了没",
    "够年龄没有",
    "是否需要预约",
    "可否由子女代辦？",
    "唔係深戶得唔得㗎",
    "使唔使请假去",
    "15天能好吧",
    "带身份证就行？",
    "那还用去窗口？",
    "需要补交材料吗，要补什么",
    "要带什么，身份证要带吗",
    "什么时候去都行吗",
    "什么时候去都行吗。",
    "不预约可以马",
    "前面几个月还能追回来不",
    "Can I apply online?",
    "I have no hukou here. Is that a problem?",
    "My son is ten, and can he get one?",
    "Have I got to come in person?",
]
OTHER = [
    "要带什么",
    "要带什么？",
    "这是什么",
    "这个补贴叫什么",
    "需要准备些什么。",
    "這個要帶啲咩",
    "条件是什吗",
    "怎么办",
    "该怎么",
    "要交多少",
    "一年多少钱",
    "去哪里办就行",
    "这个要怎么弄也行",
    "要几个月吧",
    "办居住证",
    "我要办居住证",
    "帮我查一下吧",
    "我什么都没有",
    "为什么",
    "",
    "？",
    "What do I bring?",
    "How much is it",
    "I want to apply for a card",
    "Can you tell me what to bring?",
    "Could you please explain the steps?",
    "Do not call me, tell me the steps",
]


@pytest.mark.parametrize("text", YES_NO)
def test_asked_for_yes_or_no(text: str) -> None:
    assert is_yes_no(text)


@pytest.mark.parametrize("text", OTHER)
def test_asked_for_something_else(text: str) -> None:
    assert not is_yes_no(text)


@given(
    st.sampled_from(["带", "交", "看", "填", "拿", "办"]),
    st.sampled_from(["什么", "怎么", "多少", "什么呢", "多少钱", "哪些"]),
    st.sampled_from(["", "?", "？", "。", "！", "  "]),
)
def test_a_final_question_word_is_no_yes_no_question(verb: str, word: str, end: str) -> None:
    assert not is_yes_no(f"我要{verb}{word}{end}")


@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    assert is_yes_no(text) in (True, False)
