"""What is only for trying out says so (演示)."""

from channels.wechat.rendering.reader import Reader
from messages import BookingCard, CaseCard, PaymentCard, PlaceCard, ReviewCard, TicketCard

_RULES = (
    "规则没有法规依据，结果只供试用，不能当真。",
    "the rules have no legal basis; the result is for trying out only.",
)
_HINTS: dict[str, tuple[str, str]] = {
    "review": _RULES,
    "case": _RULES,
    "payment": ("不会真的扣钱。", "no money is taken."),
    "booking": (
        "时间和窗口是试用的，不用真的去。",
        "time and counter are for trying out; you need not go.",
    ),
    "queue": (
        "这个号是试用的，到大厅请另外取号。",
        "this number is for trying out; take another one at the hall.",
    ),
    "ticket": (
        "这张工单是试用的，不会真的派出去。真要反映请打 12345。",
        "this work order is for trying out and goes to nobody. Call 12345 in earnest.",
    ),
    "place": ("车位数是试用的，以现场为准。", "the free places are for trying out."),
}


def demo_of(
    card: ReviewCard | CaseCard | PaymentCard | BookingCard | PlaceCard | TicketCard,
    reader: Reader,
) -> str | None:
    """A line for a card of made-up data whose text does not say so."""
    if not card.demo or "演示" in card.text:
        return None
    is_queue = isinstance(card, TicketCard) and card.of == "queue"
    zh, en = _HINTS["queue" if is_queue else card.type]
    return reader.row("演示", "Demonstration", reader.say(zh, en))
