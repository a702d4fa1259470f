"""A payment, in words, and the code to scan where nothing else pays it.

Native: the code holds a `weixin://wxpay/` address, https://pay.weixin.qq.com/doc/v3/merchant/4012791877
JSAPI: inside WeChat's browser, https://pay.weixin.qq.com/doc/v3/merchant/4012791870
"""

from collections.abc import Sequence
from io import BytesIO
from urllib.parse import quote

import segno

from channels.wechat.outgoing import Image
from channels.wechat.rendering.anchors import anchor, is_address
from channels.wechat.rendering.demo import demo_of
from channels.wechat.rendering.lines import in_lines, stacked, unsaid
from channels.wechat.rendering.moments import minute_of
from channels.wechat.rendering.reader import Reader
from messages import AnyCard, PaymentCard

OPEN = {"created", "awaiting"}
"""States in which an order can be paid."""
LONGEST_CODE = 512
"""Bytes of a code to scan; a larger one is too fine for a telephone's screen."""


def payment_words(card: PaymentCard, reader: Reader) -> str:
    """How much for what, who collects it, how to pay it or the receipt."""
    amount = yuan_of(card.amount_fen)
    is_open = card.state in OPEN
    path = f"/api/payments/{quote(card.order, safe='')}/receipt"
    return stacked(
        in_lines(card.text),
        _row(card, reader, ("金额", "Amount"), amount),
        _row(card, reader, ("收款单位", "To"), card.unit),
        _row(card, reader, ("缴款人", "Payer"), card.payer),
        *unsaid(card.text, [card.next_says]),
        demo_of(card, reader),
        *(_ways(card, reader) if is_open else []),
        _until(card, reader) if is_open else None,
        reader.paper(path, "下载缴费收据", "Download the receipt") if card.receipt else None,
    )


def yuan_of(fen: int) -> str:
    """100050 -> 1,000.50元, 100000 -> 1,000元"""
    whole, rest = divmod(fen, 100)
    return f"{whole:,}.{rest:02d}元" if rest else f"{whole:,}元"


def is_payable_here(card: PaymentCard) -> bool:
    """Whether WeChat's own browser can pay it."""
    return bool(card.jsapi) and card.state in OPEN


def codes_of(cards: Sequence[AnyCard]) -> list[Image]:
    """The code of the one order that is paid by scanning. Of several orders no code: nobody could
    tell which is which, so each goes by the web page."""
    orders = [card for card in cards if isinstance(card, PaymentCard) and _is_scanned(card)]
    if len(orders) != 1:
        return []
    picture = BytesIO()
    segno.make(orders[0].qr or "", error="m", micro=False).save(picture, kind="png", scale=8)
    return [Image(picture.getvalue())]


def _ways(card: PaymentCard, reader: Reader) -> list[str]:
    ways = []
    if is_payable_here(card) and not reader.has_lead:
        ways.append(reader.link("pay", reader.links.pay(card.order), "去付款", "Pay now"))
    if card.url and is_address(card.url):
        ways.append(anchor(card.url, reader.say("去缴费页面", "Open the payment page")))
    if not ways and not card.jsapi and card.qr:
        page = reader.page("在网页上付", "pay on the web page")
        ways.append(reader.say(f"不方便扫码，可以{page}。", f"Scan the code, or {page}."))
    return ways


def _is_scanned(card: PaymentCard) -> bool:
    elsewhere = card.jsapi or (card.url and is_address(card.url))
    is_fine = card.qr is not None and 0 < len(card.qr.encode(errors="replace")) <= LONGEST_CODE
    return card.state in OPEN and not elsewhere and is_fine


def _until(card: PaymentCard, reader: Reader) -> str | None:
    """Until when it can be paid, unless the card's words name that minute."""
    until = minute_of(card.expires_at or "", reader.locale)
    if not until or until[-len("03:57") :] in card.text:
        return None
    return reader.say(f"{until} 前付都可以。", f"Pay before {until}.")


def _row(card: PaymentCard, reader: Reader, label: tuple[str, str], value: str) -> str | None:
    return reader.row(*label, value) if unsaid(card.text, [value]) else None
