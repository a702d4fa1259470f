"""What somebody has with us beside cases: payments, appointments, queue tickets, work orders."""

import re
from collections.abc import Awaitable, Callable
from contextlib import suppress

from rasa_sdk import Tracker

from actions.clients import core
from actions.clients.core import CoreAway, CoreRefused
from actions.matters import papers_for
from actions.turns import intent_of, said_in
from core.contract import BookingView, OrderView, WorkOrderView
from messages import AnyCard, TextCard, Turn
from showing.bookings import booking_card, queue_card
from showing.payments import payment_card
from showing.work_orders import work_order_card
from text.normalise import normalise

SHOWN = 3
OWN = re.compile(
    r"^(?:查一?下?|看一?下?|看看)?(?:我的|我)(?:预约|工单|缴费|排队号|号)(?:记录|呢|在哪)?$"
    r"|^(?:我的|我|查一?下?|看一?下?)?(?:缴费|付款|支付|预约|工单)记录$"
    r"|(?:付|缴|交)(?:了|好了|过)(?:没|吗|么|冇|未)|退款(?:到|了|怎|什么时候)"
    r"|给了钱(?:没|吗)|^.{0,6}不想?[付缴]了$|\b(?:did i|have i) (?:already )?(?:pay|paid)\b"
    r"|前面.{0,4}(?:几|多少)个?人|(?:轮到|叫到).{0,2}(?:我|几号)|排到(?:我|几号|哪)"
    r"|(?:撤[回销]|取消|不|唔)(?:了|掉|想|再)?(?:我的?|那个|刚才的?|呢个)?(?:投诉|举报|工单)(?:了|吧|啦|喇)?$"
    r"|(?:投诉|举报|工单).{0,4}撤[回销]|^(?:再|帮我)?催(?:一?下|办)?(?:我的|我)?(?:投诉|举报|工单)"
    r"|我约的?(?:是)?(?:几点|什么时候|哪天|几号)"
    r"|^(?!.*\b(?:cancel|move|change|reschedule|make|book)\b)"
    r".*\bmy (?:appointment|booking|work order|payment)s?$"
)
"""Short words that ask for what one has here, not how it is done."""
OWN_PAYING = re.compile(
    r"(?:付|缴|交|给)(?:了|好了|过)钱?(?:没|吗|么|未)"
    r"|\b(?:did i|have i) (?:already )?(?:pay|paid)\b"
)
"""Those that ask whether one has paid: no wish to pay, also where there is nothing."""
OF_BOOKINGS = re.compile(r"预约|约的|约了|排号|appointment|booking")
OF_TICKETS = re.compile(
    r"取号|排队|排到(?:我|几|哪)|前面.{0,4}(?:几|多少)|几个人|叫号|轮到|queue|waiting number"
)
OF_ORDERS = re.compile(
    r"付[了过好]|缴费|缴了|交[了的].{0,4}钱|付款|支付|退款|收据|票据"
    r"|给了钱|\bpaid\b|did i (?:already )?pay|payment|receipt"
)
OF_WORK_ORDERS = re.compile(r"工单|投诉|举报|反映|建议.{0,4}(回|处理)|complaint")


async def records_turn(tracker: Tracker) -> Turn | None:
    """What the words ask for, where they name one of these; None where they mean a case.
    Raises CoreAway and CoreRefused."""
    words = normalise(said_in(tracker))
    for pattern, shown, none in KINDS:
        if pattern.search(words):
            cards = await shown(tracker.sender_id)
            return Turn(outcome="reported", cards=cards or [TextCard(text=none, speech=none)])
    return None


async def own_records(tracker: Tracker) -> Turn | None:
    """The same where the words surely ask for one's own, whatever Rasa took them for, and there
    is something; None else, also while core is away."""
    words = normalise(said_in(tracker))
    if not OWN.search(words):
        return None
    for pattern, shown, none in KINDS:
        if pattern.search(words):
            with suppress(CoreAway, CoreRefused):
                if cards := await shown(tracker.sender_id):
                    return Turn(outcome="reported", cards=cards)
                if intent_of(tracker) == "pay_fee" and OWN_PAYING.search(words):
                    return Turn(outcome="reported", cards=[TextCard(text=none, speech=none)])
            return None
    return None


async def _orders(session: str) -> list[AnyCard]:
    return [payment_card(one) for one in (await core.orders(session))[:SHOWN]]


async def _bookings(session: str) -> list[AnyCard]:
    known = await core.bookings(session)
    open_first = sorted(known, key=lambda one: (one.state != "booked", one.starts_at))
    return [booking_card(one, bring=papers_for(one.item)) for one in open_first[:SHOWN]]


async def _tickets(session: str) -> list[AnyCard]:
    return [queue_card(one) for one in (await core.tickets(session))[:SHOWN]]


async def _work_orders(session: str) -> list[AnyCard]:
    return [work_order_card(one) for one in (await core.work_orders(session))[:SHOWN]]


Shown = Callable[[str], Awaitable[list[AnyCard]]]
KINDS: tuple[tuple[re.Pattern[str], Shown, str], ...] = (
    (OF_TICKETS, _tickets, "您今天还没有在这里取号。想取号就说“取号”和要办的事。"),
    (OF_ORDERS, _orders, "这里没有您的缴费。在别处缴的，请到缴费的地方查。登录后能看到您名下的。"),
    (OF_WORK_ORDERS, _work_orders, "这里没有您的工单。打12345反映的，请打12345查。"),
    (
        OF_BOOKINGS,
        _bookings,
        "这里没有您的预约。在别处约的，请到原来的地方查。登录后能看到您名下的。",
    ),
)
"""In this order: 投诉我预约的 is of a work order, 排队 before 预约."""


def record_card(record: OrderView | BookingView | WorkOrderView, lead: str) -> AnyCard:
    """One of them after something was done to it."""
    if isinstance(record, OrderView):
        return payment_card(record, lead)
    if isinstance(record, BookingView):
        return booking_card(record, lead, papers_for(record.item))
    return work_order_card(record, lead)
