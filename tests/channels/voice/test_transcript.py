"""What recognisers write, as words somebody may have said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.voice.transcript import spoken_words

HOTWORDS = ["社保卡", "居住证", "高龄津贴", "公积金"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("請問社保卡丟了，怎麼補辦？", "请问社保卡丢了，怎么补办？"),
        ("请问 社保卡 丢了", "请问社保卡丢了"),
        ("办 visa card 要多久", "办 visa card 要多久"),
        ("<|zh|><|NEUTRAL|><|Speech|>居住证", "居住证"),
        ("补办�", "补办"),
        ("", ""),
        ("  ", ""),
        ("。。。", ""),
        ("嗰度点去", "嗰度点去"),
    ],
)
def test_simplified_and_tidy(written: str, words: str) -> None:
    assert spoken_words(written) == words


@pytest.mark.parametrize(
    "written",
    [
        "請不吝點贊 訂閱 轉發 打賞支持明鏡與點點欄目",
        "字幕由 Amara.org 社区提供",
        "中文字幕志愿者 杨栋梁",
        "字幕by索兰娅",
        "谢谢大家收看",
        "感謝觀看。",
        "优优独播剧场——YoYo Television Series Exclusive",
        "作词 作曲 李宗盛",
        "请订阅我的频道",
        "明镜需要您的支持 欢迎订阅明镜",
    ],
)
def test_invented_subtitles_are_nobodys_words(written: str) -> None:
    assert spoken_words(written) == ""
    assert spoken_words(f"社保卡怎么办？{written}") == "社保卡怎么办？"


@pytest.mark.parametrize(
    "words", ["谢谢你", "我要订阅社保短信", "怎么给视频加字幕", "我想观看听证会", "感谢大家"]
)
def test_what_only_resembles_them_stays(words: str) -> None:
    assert spoken_words(words) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("转人工转人工转人工转人工", "转人工"),
        ("转人工, 转人工, 转人工, 转人工, 转人工", "转人工"),
        ("我要办啊啊啊啊啊啊啊啊", "我要办啊"),
        ("好好好", "好好好"),
        ("转人工转人工转人工", "转人工转人工转人工"),
        ("我的手机是13888888888", "我的手机是13888888888"),
        ("一三八零零零零零零零零", "一三八零零零零零零零零"),
        ("尾号 8 8 8 8 8", "尾号 8 8 8 8 8"),
    ],
)
def test_loops_are_cut_and_numbers_are_not(written: str, words: str) -> None:
    assert spoken_words(written) == words


@pytest.mark.parametrize(
    "written", ["社保卡、居住证、高龄津贴", "金 居住证 高龄津贴 公积金 公积金 公积金"]
)
def test_the_prompt_said_back_is_nothing(written: str) -> None:
    assert spoken_words(written, HOTWORDS) == ""


@pytest.mark.parametrize(
    "words", ["社保卡", "社保卡居住证", "社保卡居住证高龄津贴哪里办", "公积金"]
)
def test_somebody_who_says_hotwords_is_heard(words: str) -> None:
    assert spoken_words(words, HOTWORDS) == words


@given(st.text(max_size=200))
def test_any_text_becomes_words_that_stay_as_they_are(written: str) -> None:
    words = spoken_words(written)
    assert "�" not in words
    assert words == words.strip()
    assert len(words) <= 200 * 18  # NFKC makes one character at most eighteen


@given(st.text("ab，1八 ", min_size=900, max_size=2_000))
def test_long_loops_are_read_in_no_time(written: str) -> None:
    assert len(spoken_words(written)) <= 1_000
