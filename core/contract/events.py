"""News that leaves core by its outbox, at least once."""

from typing import Literal

from pydantic import Field

from core.contract.appointments import BookingView
from core.contract.cases import CaseView
from core.contract.common import Key, Model, SessionId
from core.contract.payments import OrderView
from core.contract.work_orders import WorkOrderView

NewsKind = Literal[
    "case_changed",
    "deadline_near",
    "order_changed",
    "booking_changed",
    "booking_near",
    "work_order_changed",
    "push",
]


class News(Model):
    """POSTed to the gateway with a bearer token; the same key twice is one piece of news."""

    key: Key
    session: SessionId
    kind: NewsKind
    case: CaseView | None = None
    order: OrderView | None = None
    booking: BookingView | None = None
    work_order: WorkOrderView | None = None
    says: str = Field(default="", description="one sentence; no private data but tokens")
