"""What the clock does to bookings: reminders before, and no-show (没有到场) after.

Reminders go out at 18:00 of the day before and one hour before. Each is marked on the booking and
keyed in the outbox, so it is told once; who booked or moved after that moment is not told.
"""

import datetime as dt

from sqlalchemy import select

from core.appointments.models import BookingRow
from core.appointments.news import announce
from core.appointments.timetable import says
from core.appointments.views import CHECKED_IN_HERE
from core.audit import service as audit
from core.context import SHENZHEN, Core

EVENING = dt.time(18)
HOUR = dt.timedelta(hours=1)
AHEAD = dt.timedelta(hours=30)


def evening_before(starts_at: dt.datetime) -> dt.datetime:
    """18:00 in Shenzhen on the day before."""
    day = starts_at.astimezone(SHENZHEN).date() - dt.timedelta(days=1)
    return dt.datetime.combine(day, EVENING, SHENZHEN)


def remind(core: Core) -> int:
    """Tell what is near; how many bookings. The caller commits."""
    soon = (
        BookingRow.state == "booked",
        BookingRow.starts_at > core.now,
        BookingRow.starts_at <= core.now + AHEAD,
        BookingRow.hour_told_at.is_(None),
    )
    query = select(BookingRow).where(*soon).order_by(BookingRow.id).with_for_update()
    return sum(_remind(core, row) for row in core.db.scalars(query).all())


def mark_no_shows(core: Core) -> int:
    """End the bookings that nobody came for, and tell; how many. The caller commits."""
    minutes = core.parts.schedule.get().rules.check_in_after_minutes
    missed = (
        BookingRow.state == "booked",
        BookingRow.kind.in_(CHECKED_IN_HERE),
        BookingRow.starts_at < core.now - dt.timedelta(minutes=minutes),
    )
    query = select(BookingRow).where(*missed).order_by(BookingRow.id).with_for_update()
    rows = core.db.scalars(query).all()
    for row in rows:
        row.state = "no_show"
        row.version += 1
        detail: dict[str, str | int | bool] = {"slot": row.slot}
        audit.record(
            core,
            "booking.no_show",
            person=row.person,
            subject=row.number,
            purpose=row.title,
            detail=detail,
        )
        when = says(row.starts_at, row.ends_at)
        told = f"{when}的「{row.title}」没有等到您，这次预约结束了。需要时可以再约，或到现场取号。"
        announce(core, row, "booking_changed", told, "missed")
    return len(rows)


def _remind(core: Core, row: BookingRow) -> bool:
    """The hour's reminder, else the day's, where one is due and was not told."""
    hour, evening = row.starts_at - HOUR, evening_before(row.starts_at)
    if core.now >= hour and row.placed_at < hour:
        row.hour_told_at = core.now
        why, soon = "hour", "一小时后"
    elif row.day_told_at is None and evening <= core.now < hour and row.placed_at < evening:
        row.day_told_at = core.now
        tomorrow = row.starts_at.astimezone(SHENZHEN).date() > core.today
        why, soon = "day", "明天" if tomorrow else "今天"
    else:
        return False
    when = says(row.starts_at, row.ends_at)
    told = f"提醒您：{soon}有预约，{when}，{row.title}，{row.place}{row.window}。"
    announce(core, row, "booking_near", told, why)
    return True
