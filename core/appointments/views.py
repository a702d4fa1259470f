"""A booking as its owner sees it: when, where, what can be done now."""

import datetime as dt

from core.appointments.models import BookingRow
from core.appointments.timetable import says
from core.context import SHENZHEN, Core
from core.contract import BOOKING_LABELS, BookingPower, BookingView

CHECKED_IN_HERE = frozenset({"window", "helper"})
"""Kinds that one comes for; nobody checks in for help at home or by video."""


def check_in_from(core: Core, row: BookingRow) -> dt.datetime:
    rules = core.parts.schedule.get().rules
    return row.starts_at - dt.timedelta(minutes=rules.check_in_before_minutes)


def check_in_until(core: Core, row: BookingRow) -> dt.datetime:
    rules = core.parts.schedule.get().rules
    return row.starts_at + dt.timedelta(minutes=rules.check_in_after_minutes)


def view(core: Core, row: BookingRow, told: str = "") -> BookingView:
    """The public form of a booking. It holds no private data. `told` comes before what is next."""
    return BookingView(
        booking=row.number,
        item=row.item,
        title=row.title,
        kind=row.kind,
        place=row.place,
        address=row.address,
        window=row.window,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        says_when=says(row.starts_at, row.ends_at),
        state=row.state,
        state_label=BOOKING_LABELS[row.state],
        demo=row.demo,
        powers=powers(core, row),
        says=told + _next(core, row),
    )


def powers(core: Core, row: BookingRow) -> list[BookingPower]:
    """What the owner can do now."""
    if row.state != "booked":
        return []
    can: list[BookingPower] = ["move", "cancel"] if core.now < row.starts_at else []
    in_time = check_in_from(core, row) <= core.now <= check_in_until(core, row)
    if row.kind in CHECKED_IN_HERE and in_time:
        can.append("check_in")
    return can


def _next(core: Core, row: BookingRow) -> str:
    """What happens next, in a sentence or two."""
    note = f"{row.note} " if row.note else ""
    if row.state == "booked" and row.kind == "home":
        return note + "工作人员会按时上门，请留意手机来电。不方便了可以改时间或取消。"
    if row.state == "booked" and row.kind == "video":
        return note + "到时工作人员会联系您，请留意手机来电。不方便了可以改时间或取消。"
    if row.state == "booked":
        start, end = (at.astimezone(SHENZHEN) for at in _check_in_times(core, row))
        return (
            f"{note}请在{start:%H:%M}到{end:%H:%M}之间到{row.place}签到，{row.window}会叫您。"
            "来不了请提前改时间或取消，把位子让给别人。"
        )
    if row.state == "checked_in":
        return f"{note}已经签到，请在{row.window}附近等候叫号。"
    if row.state == "no_show":
        return f"{note}这次没有等到您，位子没能留住。需要时可以再约，或到现场取号排队。"
    if row.state == "cancelled":
        return f"{note}预约已经取消，位子已让出。需要时可以再约。"
    return f"{note}这次预约已经办完。"


def _check_in_times(core: Core, row: BookingRow) -> tuple[dt.datetime, dt.datetime]:
    return check_in_from(core, row), check_in_until(core, row)
