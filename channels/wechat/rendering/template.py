"""News that must travel as a template message (模板消息), because nothing was said for 48 hours.

Which template has which fields is in `channels/wechat/templates.yml`; here are the values, each of
which fits a field of type `thing`: at most 20 characters, in one line, not empty.
https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Template_Message_Interface.html
https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html
"""

from dataclasses import dataclass

from channels.wechat.links import Links
from channels.wechat.rendering.cleaning import clean
from channels.wechat.rendering.moments import minute_of
from channels.wechat.rendering.splitting import clusters_of
from messages import AnyCard, BookingCard, CaseCard, NoticeCard, PaymentCard, TicketCard

LONGEST = 20
"""Characters of one value."""
NOTHING = "点开看详情"
"""In place of what is empty, which WeChat refuses."""


@dataclass(frozen=True)
class TemplateNews:
    """`kind` is `case_changed`, `order_changed`, `booking_near`, `work_order_changed` or `push`,
    and tells which `values` there are:

    case_changed: title, number, state, next. order_changed: title, amount, state, number.
    booking_near: title, when, place, state. work_order_changed: title, number, state, unit.
    push: says. `amount` is 1288.50元 and `when` 2026年11月25日 09:00, as fields of the types
    `amount` and `time` want them. `url` opens the conversation.
    """

    kind: str
    values: dict[str, str]
    url: str


def template_of(card: AnyCard, links: Links) -> TemplateNews | None:
    """The news of a card; None for one that is no news."""
    found = _values(card)
    if found is None:
        return None
    kind, values = found
    return TemplateNews(kind, {key: _short(one) for key, one in values.items()}, links.page())


def _values(card: AnyCard) -> tuple[str, dict[str, str]] | None:
    match card:
        case CaseCard():
            return "case_changed", {
                "title": card.title,
                "number": card.case,
                "state": card.state_label,
                "next": card.next_says,
            }
        case PaymentCard():
            return "order_changed", {
                "title": card.title,
                "amount": f"{card.amount_fen // 100}.{card.amount_fen % 100:02d}元",
                "state": card.state_label,
                "number": card.order,
            }
        case BookingCard():
            return "booking_near", {
                "title": card.title,
                "when": minute_of(card.starts_at, "zh-CN"),
                "place": card.place,
                "state": card.state_label,
            }
        case TicketCard(of="work_order"):
            return "work_order_changed", {
                "title": card.title,
                "number": card.ticket,
                "state": card.state_label,
                "unit": card.unit,
            }
        case TicketCard() | NoticeCard():
            return "push", {"says": card.text}
    return None


def _short(words: str) -> str:
    """In one line and at most 20 characters, … where something is left out."""
    line = " ".join(clean(words).split())
    if len(line) <= LONGEST:
        return line or NOTHING
    kept = ""
    for cluster in clusters_of(line):
        if len(kept + cluster) >= LONGEST:
            break
        kept += cluster
    return f"{kept.rstrip()}…"
