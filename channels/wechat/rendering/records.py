"""Records, in words: a case, an appointment, a work order, a queue ticket."""

from urllib.parse import quote

from channels.wechat.rendering.demo import demo_of
from channels.wechat.rendering.lines import in_lines, said_in, stacked, unsaid
from channels.wechat.rendering.moments import day_of, minute_of
from channels.wechat.rendering.reader import Reader
from messages import BookingCard, CaseCard, TicketCard


def case_words(card: CaseCard, reader: Reader) -> str:
    """Where it stands, why, what next; until when; the result as a link."""
    corrections = unsaid(card.text, card.corrections)
    sources = unsaid(card.text, card.sources)
    has_link = card.result and not reader.has_lead
    return stacked(
        in_lines(card.text),
        *unsaid(card.text, card.reasons),
        reader.row("要补正", "To correct", "、".join(corrections)) if corrections else None,
        *unsaid(card.text, [card.next_says]),
        reader.row("最迟办结", "Decided by", day_of(card.deadline, reader.locale))
        if card.deadline
        else None,
        reader.row("依据", "Based on", "；".join(sources)) if sources else None,
        demo_of(card, reader),
        reader.paper(result_of(card), "下载办理结果", "Download the result") if has_link else None,
    )


def result_of(card: CaseCard) -> str:
    """The path of its result's document."""
    return f"/api/cases/{quote(card.case, safe='')}/result"


def booking_words(card: BookingCard, reader: Reader) -> str:
    """When, what and where; what to bring."""
    when = card.says_when or minute_of(card.starts_at, reader.locale)
    where = unsaid(card.text, [card.place, card.address, card.window])
    bring = unsaid(card.text, card.bring)
    return stacked(
        *unsaid(card.text, [when]),
        in_lines(card.text),
        reader.row("地址", "Address", "，".join(where)) if where else None,
        reader.row("要带", "Bring", "、".join(bring)) if bring else None,
        *unsaid(card.text, [card.next_says]),
        demo_of(card, reader),
    )


def ticket_words(card: TicketCard, reader: Reader) -> str:
    """Where a work order stands, or the number in a queue."""
    if card.of == "queue":
        return _queue_words(card, reader)
    answer, newest = card.answer, card.progress[-1] if card.progress else None
    return stacked(
        in_lines(card.text),
        reader.row("答复", "Answer", answer) if answer and unsaid(card.text, [answer]) else None,
        *unsaid(card.text, [card.next_says]),
        reader.row("最新进展", "Latest", newest) if newest and not answer else None,
        demo_of(card, reader),
    )


def _queue_words(card: TicketCard, reader: Reader) -> str:
    """The number; while it waits how many are before, and about how long."""
    number = None if said_in(card.text, card.ticket) else card.ticket
    ahead, minutes = (card.ahead, card.minutes) if card.state in {"waiting", ""} else (None, None)
    return stacked(
        reader.row("排队号", "Your number", number) if number else None,
        in_lines(card.text),
        reader.row("前面", "Before you", str(ahead))
        if ahead and not said_in(card.text, str(ahead))
        else None,
        reader.row("大约要等", "About", reader.say(f"{minutes} 分钟", f"{minutes} min"))
        if minutes and not said_in(card.text, str(minutes))
        else None,
        *unsaid(card.text, [card.next_says]),
        demo_of(card, reader),
    )
