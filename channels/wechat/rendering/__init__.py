"""Cards become WeChat messages: pure, no I/O.

`render` puts the cards of one reply into as few messages as possible; `options_of` tells what the
numbers in them stand for; `template_of` puts news into a template message.
"""

from collections.abc import Sequence

from channels.gateway.wire import Locale
from channels.wechat.links import Links
from channels.wechat.outgoing import Outgoing, Text
from channels.wechat.rendering.cleaning import cleaned
from channels.wechat.rendering.joining import as_menu, in_texts
from channels.wechat.rendering.numbering import all_options, digits_answer, offer, options_of
from channels.wechat.rendering.payments import codes_of
from channels.wechat.rendering.reader import Reader
from channels.wechat.rendering.template import TemplateNews, template_of
from channels.wechat.rendering.words import words_of
from messages import AnyCard

__all__ = ["TemplateNews", "digits_answer", "options_of", "render", "template_of"]

MOST = 4
"""Messages of one reply; the fifth that WeChat allows is kept for news."""


def render(cards: Sequence[AnyCard], links: Links, locale: Locale = "zh-CN") -> list[Outgoing]:
    """One reply: a text or a menu, or up to four texts, then the code of a payment to scan. Empty
    where no card has a word. Raises ValueError where one of `links` is no web address or longer
    than 512 bytes."""
    reader = Reader(links, locale)
    legible = [cleaned(card) for card in cards]
    words = "\n\n".join(filter(None, (words_of(card, reader) for card in legible)))
    codes = codes_of(legible)
    texts = in_texts(words, offer(legible, reader), reader, MOST - len(codes))
    if len(texts) == 1 and not codes and len(all_options(legible)) == len(options_of(legible)):
        return [as_menu(words, legible, texts[0])]
    return [*map(Text, texts), *codes]
