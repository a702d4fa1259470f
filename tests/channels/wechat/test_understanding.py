"""Events as words, and the language of words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.gateway.wire import Locale
from channels.wechat.receiving.incoming import Incoming
from channels.wechat.understanding import Said, chosen, language_of, names_an_option, said_by
from tests.channels.wechat.queues import message

BEFORE: list[Locale] = ["zh-CN", "zh-HK", "en"]
KINDS = ["text", "location", "link", "follow", "scan", "click", "scanned", "voice", "ignored"]


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"words": "你好"}, Said(words="你好")),
        ({"words": ""}, None),
        ({"kind": "follow"}, Said(words="你好")),
        ({"kind": "follow", "scene": "w:12"}, Said(words="12号窗口办什么")),
        ({"kind": "scan", "scene": "g:residence-permit"}, Said(guide="residence-permit")),
        ({"kind": "scan", "scene": "t:高龄津贴怎么领"}, Said(words="高龄津贴怎么领")),
        ({"kind": "scan", "scene": "nonsense"}, None),
        ({"kind": "click", "words": "say:转人工"}, Said(words="转人工")),
        ({"kind": "click", "words": "unknown"}, None),
        ({"kind": "location", "words": "莲塘"}, Said(words="我在莲塘，最近的办事点在哪里")),
        ({"kind": "scanned", "words": "http://a"}, Said(words="http://a")),
        ({"kind": "voice", "words": ""}, None),
        ({"kind": "unfollow"}, None),
    ],
)
def test_what_events_say(about: dict[str, str], said: Said | None) -> None:
    assert said_by(message(1, **{"words": ""} | about)) == said


@given(st.sampled_from(KINDS), st.text(max_size=80), st.text(max_size=70))
def test_whatever_comes_is_words_a_guide_or_nothing(kind: str, words: str, scene: str) -> None:
    said = said_by(message(1, words=words, kind=kind, scene=scene))
    assert said is None or bool(said.words) != bool(said.guide)


@given(st.text(max_size=12), st.text(max_size=4))
def test_no_words_choose_where_nothing_was_offered(words: str, choice: str) -> None:
    incoming: Incoming = message(1, words=words, choice=choice)
    assert chosen(incoming, []) is None
    assert not names_an_option(message(1, words=words, kind="voice"))


@pytest.mark.parametrize(
    ("words", "before", "language"),
    [
        ("居住证怎么办", "en", "zh-CN"),
        ("居住證點樣辦", "zh-CN", "zh-HK"),
        ("办ＥＴＣ要什么", "zh-HK", "zh-CN"),
        ("How do I apply", "zh-CN", "en"),
        ("ETC", "zh-CN", "zh-CN"),
        ("ok", "zh-HK", "zh-HK"),
        ("2", "en", "en"),
        ("", "en", "en"),
        ("粤B12345", "en", "zh-CN"),
        ("!", "Klingon", "zh-CN"),
    ],
)
def test_the_language_of_words(words: str, before: str, language: str) -> None:
    assert language_of(words, before) == language


@given(st.text(max_size=60), st.sampled_from(BEFORE))
def test_there_always_is_a_language(words: str, before: Locale) -> None:
    assert language_of(words, before) in BEFORE


@given(st.text("0123456789 ,.!?，。", max_size=20), st.sampled_from(BEFORE))
def test_digits_and_signs_change_no_language(words: str, before: Locale) -> None:
    assert language_of(words, before) == before
