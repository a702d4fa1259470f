"""How long appointments are kept: bookings half a year, tickets and empty slots a month."""

import datetime as dt

from sqlalchemy import delete, func, select

from core.appointments.look_up import forget_tries
from core.appointments.models import BookingRow, QueueDayRow, SlotRow, TicketRow
from core.appointments.personal import delete_booking
from core.context import Core

KEEP_BOOKINGS = dt.timedelta(days=180)
KEEP_TICKETS = dt.timedelta(days=30)


def purge(core: Core, dry_run: bool = False) -> int:
    """Delete what is over its time; how many bookings, tickets and failed look-ups. With
    `dry_run` they are counted only."""
    old = list(
        core.db.scalars(select(BookingRow.id).where(BookingRow.ends_at <= core.now - KEEP_BOOKINGS))
    )
    day = core.today - KEEP_TICKETS
    tickets = core.db.scalar(
        select(func.count()).select_from(TicketRow).where(TicketRow.day <= day)
    )
    number = len(old) + (tickets or 0) + forget_tries(core, dry_run)
    if dry_run:
        return number
    for booking in old:
        delete_booking(core, booking)
    core.db.execute(delete(TicketRow).where(TicketRow.day <= day))
    core.db.execute(delete(QueueDayRow).where(QueueDayRow.day <= day))
    booked = select(BookingRow.slot)
    core.db.execute(
        delete(SlotRow).where(
            SlotRow.starts_at <= core.now - KEEP_TICKETS, SlotRow.slot.not_in(booked)
        )
    )
    return number
