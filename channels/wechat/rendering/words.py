"""A card's words, by its type."""

from channels.wechat.rendering.forms import form_words, review_words, sign_in_words
from channels.wechat.rendering.guides import guide_words
from channels.wechat.rendering.payments import payment_words
from channels.wechat.rendering.places import place_words
from channels.wechat.rendering.plain import handover_words, notice_words, text_words
from channels.wechat.rendering.reader import Reader
from channels.wechat.rendering.records import booking_words, case_words, ticket_words
from messages import (
    AnyCard,
    BookingCard,
    CaseCard,
    ChoicesCard,
    FormCard,
    GuideCard,
    HandoverCard,
    MatchesCard,
    NoticeCard,
    PaymentCard,
    PlaceCard,
    ReviewCard,
    SignInCard,
    TextCard,
    TicketCard,
)


def words_of(card: AnyCard, reader: Reader) -> str:
    """Its words without its options; the card is a cleaned one."""
    match card:
        case TextCard():
            return text_words(card, reader)
        case GuideCard():
            return guide_words(card, reader)
        case ChoicesCard() | MatchesCard():
            return card.text
        case FormCard():
            return form_words(card, reader)
        case ReviewCard():
            return review_words(card, reader)
        case SignInCard():
            return sign_in_words(card, reader)
        case CaseCard():
            return case_words(card, reader)
        case PaymentCard():
            return payment_words(card, reader)
        case BookingCard():
            return booking_words(card, reader)
        case PlaceCard():
            return place_words(card, reader)
        case TicketCard():
            return ticket_words(card, reader)
        case HandoverCard():
            return handover_words(card, reader)
        case NoticeCard():
            return notice_words(card, reader)
