"""Views of core's records, as its contract has them: an order, an appointment, a queue ticket, a
work order, car parks. All of it is made up."""

import datetime as dt
from typing import Any

from core.contract import BookingView, OrderView, ParksFound, ParkView, TicketView, WorkOrderView

AT = dt.datetime(2026, 11, 23, 1, tzinfo=dt.UTC)
"""09:00 in Shenzhen."""
ORDER, BOOKING, WORK_ORDER = "P202611237K3Q9XYZAB", "B202611257K3Q9X", "G202611237K3Q9X"


def order(**changes: Any) -> OrderView:
    """One that waits to be paid, unless changed."""
    known: dict[str, Any] = {
        "order": ORDER,
        "number": "440300260000000001",
        "unit_name": "示范学校",
        "what": "学杂费",
        "payer": "张*",
        "amount_fen": 125050,
        "state": "awaiting",
        "state_label": "待支付",
        "method": "native",
        "code_url": "weixin://pay/1",
        "created_at": AT,
        "powers": ["refresh", "close", "receipt"],
        "says": "请用微信扫码付款",
        **changes,
    }
    return OrderView.model_validate(known)


def booking(**changes: Any) -> BookingView:
    """One at a window the day after tomorrow, unless changed."""
    known: dict[str, Any] = {
        "booking": BOOKING,
        "item": "deng-ji",
        "title": "纸鸢登记",
        "kind": "window",
        "place": "示范大厅",
        "starts_at": AT + dt.timedelta(days=2),
        "ends_at": AT + dt.timedelta(days=2, minutes=30),
        "says_when": "11月25日（周三）09:00–09:30",
        "state": "booked",
        "state_label": "已预约",
        "demo": False,
        "powers": ["move", "cancel"],
        **changes,
    }
    return BookingView.model_validate(known)


def ticket(**changes: Any) -> TicketView:
    known: dict[str, Any] = {
        "ticket": "A012",
        "queue": "综合服务窗口",
        "state": "waiting",
        "ahead": 3,
        "minutes": 15,
        "taken_at": AT,
        "demo": False,
        "says": "您的号是A012，前面还有3个人，大约15分钟",
        **changes,
    }
    return TicketView.model_validate(known)


def work_order(**changes: Any) -> WorkOrderView:
    """A complaint that is being handled, due at 01:00 of 28 November in Shenzhen."""
    known: dict[str, Any] = {
        "number": WORK_ORDER,
        "kind": "complaint",
        "kind_label": "投诉",
        "title": "楼下工地半夜打桩",
        "state": "in_progress",
        "state_label": "办理中",
        "category_says": "环境保护 / 噪声 / 施工噪声",
        "unit_says": "示范分局",
        "anonymous": True,
        "filed_at": AT,
        "deadline": dt.datetime(2026, 11, 27, 17, tzinfo=dt.UTC),
        "progress": [{"at": AT, "says": "已转示范分局"}],
        "powers": ["withdraw", "urge"],
        **changes,
    }
    return WorkOrderView.model_validate(known)


def park(**changes: Any) -> ParkView:
    known: dict[str, Any] = {
        "name": "示范停车场",
        "address": "示范路1号",
        "area": "东门",
        "free": 12,
        "total": 80,
        "distance_m": 300,
        "as_of": AT,
        "stale": False,
        "demo": False,
        **changes,
    }
    return ParkView.model_validate(known)


def parks(*found: ParkView, says: str = "东门附近的停车场：") -> ParksFound:
    return ParksFound(parks=list(found), says=says)
