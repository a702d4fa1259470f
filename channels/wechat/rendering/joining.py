"""The words of one reply in as few messages as possible.

A citizen's message allows five service messages in 48 hours, and a passive reply is one:
https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
"""

from collections.abc import Sequence

from channels.wechat.outgoing import Choices, Text
from channels.wechat.rendering.numbering import options_of
from channels.wechat.rendering.reader import Reader
from channels.wechat.rendering.splitting import beginning, size_of, split
from channels.wechat.replies import LATER_PART
from messages import AnyCard, Option

SIZE = 2048 - size_of(f"\n{LATER_PART}")
"""Bytes of UTF-8 in one text message, beside what sending.py adds to the last that may be sent."""
SHORT = 24
"""Characters of a label that reads well as a link in a menu."""
MENU_LINE = 80
"""Bytes that a line of a menu is reckoned at besides twice its label, which is what WeChat shows
and what a tap sends. How long a menu may be is documented nowhere; so it is kept within a text."""


def in_texts(words: str, offer: str, reader: Reader, most: int) -> list[str]:
    """The words and then what is offered, in `most` texts at most; where they are longer, the
    last one has a link to the rest and all that is offered."""
    parts = split(words, SIZE)
    if offer:
        parts = _with_offer(parts, offer)
    return parts if len(parts) <= most else _cut_off(split(words, SIZE), offer, reader, most)


def _with_offer(parts: list[str], offer: str) -> list[str]:
    """The offer below the last part, or as one of its own."""
    if parts and size_of(both := f"{parts[-1]}\n\n{offer}") <= SIZE:
        return [*parts[:-1], both]
    return [*parts, offer]


def _cut_off(parts: list[str], offer: str, reader: Reader, most: int) -> list[str]:
    page = reader.page("网页", "the web page")
    more = reader.say(f"……全文见{page}", f"… The rest is on {page}")
    end = f"{more}\n\n{offer}" if offer else more
    kept = beginning(parts[most - 1], SIZE - size_of(end) - 1)
    return [*parts[: most - 1], f"{kept}\n{end}".lstrip()]


def as_menu(words: str, cards: Sequence[AnyCard], as_text: str) -> Choices | Text:
    """One text as a menu to tap, where its options fit one; else as it is."""
    options = options_of(cards)
    if not words or not options or not _fit(words, options):
        return Text(as_text)
    rows = tuple((str(number), one.label) for number, one in enumerate(options, 1))
    return Choices(words, rows, as_text)


def _fit(words: str, options: Sequence[Option]) -> bool:
    lines = sum(MENU_LINE + 2 * size_of(one.label) for one in options)
    short = all(len(one.label) <= SHORT for one in options)
    return short and size_of(words) + lines <= SIZE
