"""Cards become WeChat messages: pure, no I/O.

`render` puts the cards of one reply into as few messages as possible; `options_of` tells what the
numbers in them stand for; `template_of` puts news into a template message.
"""

from collections.abc import Sequence
from dataclasses import replace

from channels.gateway.wire import Locale
from channels.wechat.links import Links
from channels.wechat.mini_program import MiniProgram
from channels.wechat.outgoing import Outgoing, Text
from channels.wechat.rendering.cleaning import cleaned
from channels.wechat.rendering.joining import as_menu, in_texts
from channels.wechat.rendering.leading import lead_of
from channels.wechat.rendering.numbering import all_options, digits_answer, offer, options_of
from channels.wechat.rendering.payments import codes_of
from channels.wechat.rendering.reader import Reader
from channels.wechat.rendering.template import TemplateNews, template_of
from channels.wechat.rendering.words import words_of
from messages import AnyCard

__all__ = ["TemplateNews", "digits_answer", "options_of", "render", "template_of"]

MOST = 4
"""Messages of one reply; the fifth that WeChat allows is kept for news."""


def render(
    cards: Sequence[AnyCard],
    links: Links,
    locale: Locale = "zh-CN",
    mini: MiniProgram | None = None,
) -> list[Outgoing]:
    """One reply: a text or a menu, or several texts, then the code of a payment to scan and the
    page it leads to; four messages at most. Empty where no card has a word. Raises ValueError
    where one of `links` is no web address or longer than 512 bytes."""
    legible = [cleaned(card) for card in cards]
    reader = Reader(links, locale, mini)
    lead = lead_of(legible, reader)
    reader = replace(reader, has_lead=lead is not None)
    words = "\n\n".join(filter(None, (words_of(card, reader) for card in legible)))
    below = [*codes_of(legible), *([lead] if lead else [])]
    texts = in_texts(words, offer(legible, reader), reader, MOST - len(below))
    if len(texts) == 1 and len(all_options(legible)) == len(options_of(legible)):
        return [as_menu(words, legible, texts[0]), *below]
    return [*map(Text, texts), *below]
