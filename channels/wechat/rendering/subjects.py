"""What a card is about: it tells two options apart that are called the same."""

from typing import NamedTuple

from messages import (
    AnyCard,
    BookingCard,
    CaseCard,
    FormCard,
    GuideCard,
    PaymentCard,
    ReviewCard,
    TicketCard,
)


class Subject(NamedTuple):
    title: str = ""
    number: str = ""


def subject_of(card: AnyCard) -> Subject:
    """The matter and the number of its record; empty where a card has none."""
    match card:
        case GuideCard():
            return Subject(card.name)
        case FormCard() | ReviewCard():
            return Subject(card.title, card.draft)
        case CaseCard():
            return Subject(card.title, card.case)
        case PaymentCard():
            return Subject(card.title, card.order)
        case BookingCard():
            return Subject(card.title, card.booking)
        case TicketCard():
            return Subject(card.title, card.ticket)
    return Subject()
