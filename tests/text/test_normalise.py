"""The normaliser: what it folds, what it leaves alone, and that it settles at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.cantonese import KEPT, LIKELY, SURE
from text.normalise import cantonese, clean, fold, normalise


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  居住证 \t\r\n 怎么办\n", "居住证 怎么办"),
        ("社\u200b保\u200d卡\ufeff", "社保卡"),
        ("\u202e公积金\u202c提取\u2066", "公积金提取"),
        ("谢谢☺️👍🏽", "谢谢☺👍🏽"),
        ("\x00\x07户口\x1b", "户口"),
        ("坏\ud800字\udfff符", "坏字符"),
        ("\ud83d\ude00", "😀"),
        ("\u3164\u2800", ""),
        ("", ""),
    ],
)
def test_clean_drops_what_cannot_be_seen(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("ＡＢＣ１２３（罗湖）", "ABC123(罗湖)"),
        ("身份證", "身份证"),
        ("駕駛證補辦", "驾驶证补办"),
        ("衞生證", "卫生证"),
        ("關係與聯係", "关系与联系"),
        ("拿著名單", "拿著名单"),
        ("拿著證件", "拿着证件"),
        ("劏房", "劏房"),
        ("甚麼", "什么"),
        ("①②", "12"),
    ],
)
def test_fold_gives_half_width_simplified(raw: str, folded: str) -> None:
    assert fold(raw) == folded


@pytest.mark.parametrize(
    ("said", "mandarin"),
    [
        ("身份證喺邊度攞", "身份证在哪里拿"),
        ("我係香港人，可唔可以申請居住證", "我是香港人,可不可以申请居住证"),
        ("點樣申請殘疾人證呀", "怎样申请残疾人证呀"),
        ("老豆個身份證唔見咗點搞", "爸爸个身份证丢了怎么办"),
        ("張證攞未？", "张证拿了没有?"),
        ("批咗未", "批了没有"),
        ("使唔使預約", "需不需要预约"),
        ("我個女啱啱出世", "我女儿刚刚出生"),
        ("佢哋識唔識揸車", "他们会不会开车"),
        ("間舖執笠咗點註銷", "间铺倒闭了怎么注销"),
        ("呢個幾多錢", "这个多少钱"),
        ("阿爺幾時返嚟", "爷爷什么时候回来"),
        ("聽日仲有冇號", "明天还有没有号"),
        ("等陣去屋企嗰邊", "等一下去家里那边"),
        ("諗住開檔搵銀", "打算开店赚钱"),
        ("呢份表點填", "这份表怎么填"),
        ("系咪要帶乜嘢材料", "是不是要带什么材料"),
        ("俾錢俾邊個", "付钱给谁"),
        ("而家點去", "现在怎么去"),
        ("攞返本證", "拿回本证"),
    ],
)
def test_cantonese_becomes_mandarin(said: str, mandarin: str) -> None:
    assert normalise(said) == mandarin


@pytest.mark.parametrize(
    "sentence",
    [
        "系统显示我的关系转移联系不上",
        "劳动仲裁需要什么材料",
        "押金什么时候返还",
        "三点办理可以吗",
        "下午两点交材料",
        "网点申请和窗口申请有什么区别",
        "这个是中文系的学生，系里开证明",
        "怎么办呢",
        "而家长需要到场吗",
        "我女儿上小学",
        "三个女职工的产假",
        "周边度假村停车",
        "老豆腐店的营业执照",
        "知识产权认识一下",
        "房屋租赁合同备案",
        "几点解散",
        "唔,我想问下居住证",
        "请仔细说明",
        "从来没有未满十八岁",
        "返回上一步",
        "重点办好这件事",
    ],
)
def test_mandarin_stays(sentence: str) -> None:
    assert cantonese(sentence) == sentence
    assert normalise(sentence) == fold(sentence).lower()


def test_mandarin_words_stay_inside_a_cantonese_sentence() -> None:
    assert cantonese("系统嘅关系同仲裁嘅知识") == "系统的关系同仲裁的知识"
    assert cantonese("三点办嘅手续") == "三点办的手续"


def test_an_ambiguous_word_moves_only_beside_a_marker() -> None:
    assert cantonese("他系学生") == "他系学生"
    assert cantonese("佢系学生") == "他是学生"
    assert cantonese("佢好。他系学生") == "他好。他系学生"


def test_cantonese_reads_traditional_spelling_by_itself() -> None:
    assert cantonese("喺邊度") == "在哪里"
    assert cantonese("點解關係") == "为什么關係"


def test_tables_do_not_contradict_each_other() -> None:
    assert not SURE.keys() & LIKELY.keys()
    assert not set(KEPT) & (SURE.keys() | LIKELY.keys())


def test_latin_is_lowered_but_tokens_stay() -> None:
    assert normalise("我的ID号[ID_1]和APP[PHONE_2]") == "我的id号[ID_1]和app[PHONE_2]"


_AWKWARD = st.text(
    st.sampled_from(
        sorted({c for word in [*SURE, *LIKELY, *KEPT] for c in word} | set("，。? 1點邊係"))
    )
)


@given(st.text() | _AWKWARD)
def test_normalise_is_idempotent(s: str) -> None:
    once = normalise(s)
    assert normalise(once) == once


@given(st.text(st.characters(), max_size=60))
def test_clean_never_raises_and_is_idempotent(s: str) -> None:
    assert clean(clean(s)) == clean(s)


@pytest.mark.timeout(5)
@pytest.mark.parametrize("unit", ["係", "嗰邊", "未 ", "國家", "唔 ", "點", "\u202e", "👍"])
def test_ten_thousand_characters_are_quick(unit: str) -> None:
    normalise((unit * 10_000)[:10_000])
