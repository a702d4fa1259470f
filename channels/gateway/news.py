"""News that leaves core by its outbox, as cards."""

from core.contract import News, NewsKind
from messages import AnyCard, NoticeCard
from showing.bookings import booking_card
from showing.cases import case_card
from showing.payments import payment_card
from showing.work_orders import work_order_card

WITHOUT_WORDS: dict[NewsKind, str] = {
    "case_changed": "您的办件有新进展，对我说“查办件”就能看到。",
    "deadline_near": "您有一个办件快到期限了，对我说“查办件”就能看到。",
    "order_changed": "您的缴费有新进展，对我说“查缴费”就能看到。",
    "booking_changed": "您的预约有变化，对我说“我的预约”就能看到。",
    "booking_near": "您的预约快到时间了，对我说“我的预约”就能看到。",
    "work_order_changed": "您的工单有新进展，对我说“查工单”就能看到。",
    "push": "有一条您关心的消息。",
}
WARNS: set[NewsKind] = {"deadline_near"}


def card_of(news: News) -> AnyCard:
    """What the conversation is shown: where the thing stands, or the sentence of the news."""
    if news.kind == "case_changed" and news.case is not None:
        return case_card(news.case)
    if news.order is not None:
        return payment_card(news.order)
    if news.booking is not None:
        return booking_card(news.booking, lead=news.says)
    if news.work_order is not None:
        return work_order_card(news.work_order)
    says = news.says or WITHOUT_WORDS[news.kind]
    level = "warning" if news.kind in WARNS else "info"
    return NoticeCard.model_validate({"text": says, "speech": says, "level": level})
