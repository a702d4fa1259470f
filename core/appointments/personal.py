"""What appointments keep of a person: opened for them, and what of it can be forgotten."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from core.appointments.contact import open_contact
from core.appointments.limits import OPEN
from core.appointments.models import BookingRow, BookingSessionRow, BookingStepRow, TicketRow
from core.appointments.timetable import says
from core.context import Core
from core.contract import BOOKING_LABELS


def data_of(core: Core, person: str) -> list[dict[str, object]]:
    """All bookings of a person, newest first. Private; the caller audits."""
    return [_told(core, row) for row in _rows(core, person)]


def forget_person(core: Core, person: str, sessions: Sequence[str]) -> int:
    """Delete bookings that are over, and loosen tickets from these sessions. Bookings to come
    stay, for somebody waits for them; how many. A missed booking stays without name and person:
    its mobile's digest still counts for the rule on missed ones until retention deletes it."""
    core.db.execute(
        update(TicketRow).where(TicketRow.session.in_(sessions)).values(session="", holder=None)
    )
    rows = _rows(core, person)
    kept = 0
    for row in rows:
        if row.state in OPEN and row.ends_at > core.now:
            kept += 1
        elif row.state == "no_show":
            row.person = row.sealed_contact = row.mobile_tail = None
            row.session = ""
            core.db.execute(delete(BookingSessionRow).where(BookingSessionRow.booking_id == row.id))
        else:
            delete_booking(core, row.id)
    core.db.flush()
    return kept


def delete_booking(core: Core, booking_id: int) -> None:
    """A booking with what belongs to it."""
    core.db.execute(delete(BookingSessionRow).where(BookingSessionRow.booking_id == booking_id))
    core.db.execute(delete(BookingStepRow).where(BookingStepRow.booking_id == booking_id))
    core.db.execute(delete(BookingRow).where(BookingRow.id == booking_id))


def _rows(core: Core, person: str) -> list[BookingRow]:
    query = select(BookingRow).where(BookingRow.person == person).order_by(BookingRow.id.desc())
    return list(core.db.scalars(query))


def _told(core: Core, row: BookingRow) -> dict[str, object]:
    contact = open_contact(core, row)
    return {
        "预约号": row.number,
        "办什么": row.title,
        "时间": says(row.starts_at, row.ends_at),
        "地点": f"{row.place} {row.window}",
        "状态": BOOKING_LABELS[row.state],
        "姓名": contact.name if contact else None,
        "手机号": contact.mobile if contact else None,
        "预约时间": row.booked_at.isoformat(),
    }
