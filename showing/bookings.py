"""An appointment (预约) and a queue ticket (排队号) as cards."""

from collections.abc import Sequence

from core.contract import KIND_LABELS, BookingPower, BookingView, TicketView
from messages import Act, BookingCard, Option, TicketCard
from showing.sentences import sentence

POWERS: dict[BookingPower, str] = {"move": "改时间", "cancel": "取消预约", "check_in": "签到"}
TICKETS = {
    "waiting": "等候中",
    "called": "请到窗口",
    "served": "已办理",
    "passed": "已过号",
    "cancelled": "已取消",
}


def booking_card(booking: BookingView, lead: str = "", bring: Sequence[str] = ()) -> BookingCard:
    """When and where first, then what to bring. `bring` comes from the guide."""
    place = "，".join(one for one in (booking.place, booking.address, booking.window) if one)
    first = f"{lead}{booking.says_when}，{booking.title}，{booking.state_label}。"
    papers = f"要带：{'、'.join(bring)}。" if bring and booking.state == "booked" else ""
    demo = "（演示：时间和窗口是试用的。）" if booking.demo else ""
    number = f"地点：{place}。预约编号{booking.booking}。"
    return BookingCard(
        text=f"{first}{number}{papers}{sentence(booking.says)}{demo}",
        speech=f"{first}地点：{booking.place}。",
        item=booking.item,
        booking=booking.booking,
        title=booking.title,
        how=KIND_LABELS[booking.kind],
        place=booking.place,
        address=booking.address,
        window=booking.window,
        starts_at=booking.starts_at.isoformat(),
        says_when=booking.says_when,
        state=booking.state,
        state_label=booking.state_label,
        next_says=sentence(booking.says),
        bring=list(bring) if booking.state == "booked" else [],
        demo=booking.demo,
        options=[_option(booking.booking, power) for power in booking.powers],
    )


def _option(number: str, power: BookingPower) -> Option:
    return Option(label=POWERS[power], act=Act(intent="record_step", case=number, do=power))


def queue_card(ticket: TicketView, lead: str = "") -> TicketCard:
    """The number, how many are before, about how long."""
    demo = "（演示）" if ticket.demo else ""
    text = f"{lead}{sentence(ticket.says)}{demo}"
    return TicketCard(
        text=text,
        speech=text,
        ticket=ticket.ticket,
        of="queue",
        title=ticket.queue,
        state=ticket.state,
        state_label=TICKETS[ticket.state],
        next_says=sentence(ticket.says),
        unit=ticket.queue,
        ahead=ticket.ahead,
        minutes=ticket.minutes,
        demo=ticket.demo,
    )
