"""What holds of every reply, whatever its cards say."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.wechat.outgoing import Choices, Image, News, Text
from channels.wechat.rendering import options_of, render, template_of
from channels.wechat.rendering.anchors import ANCHOR
from channels.wechat.rendering.cleaning import clean
from channels.wechat.rendering.numbering import all_options, offer
from channels.wechat.rendering.reader import Reader
from messages import AnyCard, ReviewCard
from tests.channels.wechat.rendering.links import LINKS
from tests.channels.wechat.rendering.made_up_cards import CARDS, REPLIES

ANY = settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
LOCALES = st.sampled_from(["zh-CN", "zh-HK", "en"])


def texts_of(cards: list[AnyCard], locale: str = "zh-CN") -> list[str]:
    """Everything that is said in messages, menus as their text."""
    said = []
    for message in render(cards, LINKS, locale):  # type: ignore[arg-type]
        assert isinstance(message, Text | Choices | Image | News)
        if isinstance(message, Text):
            said.append(message.content)
        elif isinstance(message, Choices):
            said.append(message.as_text)
    return said


def bare(text: str) -> str:
    """Without links and blanks."""
    return re.sub(r"\s+", "", re.sub(r"<[^<>]*>", "", text))


@ANY
@given(REPLIES, LOCALES)
def test_few_messages_none_empty_none_too_long(cards: list[AnyCard], locale: str) -> None:
    messages = render(cards, LINKS, locale)  # type: ignore[arg-type]
    assert len(messages) <= 4
    for text in texts_of(cards, locale):
        assert text == text.strip() != ""
        assert len(text.encode()) <= 2048
    for message in messages:
        if isinstance(message, Choices):
            labels = [label for _, label in message.options]
            assert [number for number, _ in message.options] == [
                str(n) for n in range(1, len(labels) + 1)
            ]
            assert message.head and len(message.head.encode()) <= 2048


@ANY
@given(REPLIES)
def test_links_are_whole_and_nothing_else_is_in_angle_brackets(cards: list[AnyCard]) -> None:
    for text in texts_of(cards):
        assert not set("<>") & set(ANCHOR.sub("", text))
        for address in re.findall(r'<a href="([^"]*)"', text):
            assert address.startswith(("https://example.com/", "https://a.cn/"))


@ANY
@given(REPLIES)
def test_every_option_is_offered(cards: list[AnyCard]) -> None:
    said = "\n".join(texts_of(cards))
    for number, option in enumerate(options_of(cards), 1):
        assert f"\n{number} {option.label}" in f"\n{said}"
    rest = all_options(cards)[len(options_of(cards)) :]
    assert all(f"“{one.label}”" in said for one in rest) or "更多选项在网页上" in said


@ANY
@given(CARDS.filter(lambda card: not isinstance(card, ReviewCard)))
def test_no_word_of_a_card_is_lost(card: AnyCard) -> None:
    said = "".join(texts_of([card]))
    words = bare(clean(card.text))
    if "全文见" not in said:
        assert words in bare(said)
    else:
        kept, _, _ = bare(said).rpartition("……全文见")
        assert words[:500] in kept


@ANY
@given(CARDS)
def test_template_values_fit(card: AnyCard) -> None:
    news = template_of(card, LINKS)
    if news:
        assert 1 <= len(news.values) <= 4
        assert all(1 <= len(one) <= 20 and one == one.strip() for one in news.values.values())
        assert all("\n" not in one for one in news.values.values())


@ANY
@given(REPLIES)
def test_an_offer_always_leaves_room_for_words(cards: list[AnyCard]) -> None:
    assert len(offer(cards, Reader(LINKS, "zh-CN")).encode()) <= 1500
