"""The one page that a reply leads to, as something large to tap: an article (图文), or the card of
a linked mini program (小程序卡片).

Where a reply leads to several such pages, the links in its text say which is which; where the mini
program opens the page but has no picture for a card, the link in the text opens it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from channels.wechat.mini_program import Kind
from channels.wechat.outgoing import MiniProgramCard, News
from channels.wechat.rendering.payments import is_payable_here, yuan_of
from channels.wechat.rendering.reader import Reader
from channels.wechat.rendering.records import result_of
from channels.wechat.rendering.splitting import clipped
from messages import AnyCard, CaseCard, PaymentCard

TITLE, DESCRIPTION = 64, 120
"""Bytes that a telephone shows in full."""


class _Page(NamedTuple):
    kind: Kind
    url: str
    title: str
    description: str


def lead_of(cards: Sequence[AnyCard], reader: Reader) -> News | MiniProgramCard | None:
    """To where an order is paid, or where the result of a case lies, if it is one of these."""
    pages = [page for card in cards if (page := _page(card, reader))]
    if len(pages) != 1:
        return None
    kind, url, title, description = pages[0]
    title = clipped(title, TITLE)
    if reader.mini and reader.mini.attributes(kind, url):
        return reader.mini.card(kind, url, title)
    return News(title, clipped(description, DESCRIPTION), url)


def _page(card: AnyCard, reader: Reader) -> _Page | None:
    if isinstance(card, PaymentCard) and is_payable_here(card):
        title = reader.row("去付款", "Pay now", yuan_of(card.amount_fen))
        return _Page("pay", reader.links.pay(card.order), title, card.title)
    if isinstance(card, CaseCard) and card.result:
        title = reader.row("办理结果", "Result", card.title)
        return _Page("paper", reader.links.paper(result_of(card)), title, card.state_label)
    return None
