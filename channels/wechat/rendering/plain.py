"""Cards that are little but words: a text, a notice, how to reach a person."""

import re

from channels.wechat.rendering.lines import said_in, stacked, unsaid
from channels.wechat.rendering.reader import Reader
from messages import HandoverCard, NoticeCard, TextCard

_OWN_PAGE = re.compile(r"/(?!/)\S*")
"""A path of the gateway, no other site."""


def text_words(card: TextCard, reader: Reader) -> str:
    """The words; those of a person under their name."""
    words = card.text
    if card.speaker == "person":
        name = card.speaker_name or reader.say("人工客服", "A colleague")
        words = f"{name}{reader.colon}{words}"
    is_page = card.url is not None and _OWN_PAGE.fullmatch(card.url)
    return stacked(
        words,
        reader.paper(card.url, "点这里打开", "Open it here") if is_page and card.url else None,
    )


def notice_words(card: NoticeCard, reader: Reader) -> str:
    """What must be known, numbers to call, and what to quote."""
    return stacked(card.text, _phones(card, reader), _reference(card, reader))


def handover_words(card: HandoverCard, reader: Reader) -> str:
    """How to reach a person: the place in the queue, numbers, places."""
    number, ahead, minutes = card.number, card.ahead, card.minutes
    places = unsaid(card.text, card.places)
    return stacked(
        card.text,
        _count(card, reader.row("排队号", "Your number", str(number)), number),
        _count(card, reader.say(f"前面还有 {ahead} 位", f"{ahead} before you"), ahead),
        _count(card, reader.say(f"大约等 {minutes} 分钟", f"About {minutes} min"), minutes),
        _phones(card, reader),
        reader.row("也可以去", "Or go to", reader.between.join(places)) if places else None,
        _reference(card, reader),
    )


def _count(card: HandoverCard, line: str, number: int | None) -> str | None:
    """The line, where its number is known, more than none, and not said."""
    return line if number and not said_in(card.text, str(number)) else None


def _phones(card: NoticeCard | HandoverCard, reader: Reader) -> str | None:
    phones = unsaid(card.text, card.phones)
    return reader.row("电话", "Phone", reader.between.join(phones)) if phones else None


def _reference(card: NoticeCard | HandoverCard, reader: Reader) -> str | None:
    quoted = unsaid(card.text, [card.reference])
    return reader.row("咨询时请报编号", "Please quote", quoted[0]) if quoted else None
