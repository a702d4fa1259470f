"""Whose booking it is: the session that made it, who is signed in, or who proved the mobile."""

from sqlalchemy import exists, or_, select
from sqlalchemy.exc import IntegrityError

from core.appointments.models import BookingRow, BookingSessionRow
from core.appointments.numbers import spelled
from core.context import Core
from core.identity import service as identity
from service.problems import ProblemError


def no_such_booking() -> ProblemError:
    """The one answer for a number that is unknown and for a booking that is somebody else's."""
    return ProblemError(
        404, "没有查到这个预约。请核对预约号和手机号后四位，或者登录后查看自己的预约。"
    )


def by_number(core: Core, number: str, *, lock: bool = False) -> BookingRow | None:
    """The booking of a number in any spelling; `lock` holds it until the commit."""
    query = select(BookingRow).where(BookingRow.number == spelled(number))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return core.db.scalar(query)


def theirs(core: Core, row: BookingRow | None, session: str) -> BookingRow:
    """The booking, to a session that may see it; a 404 problem for any other."""
    if row is None or not may_see(core, row, session):
        raise no_such_booking()
    return row


def may_see(core: Core, row: BookingRow, session: str) -> bool:
    """Whether the session made it or proved it, or its person is signed in there."""
    if session in sessions_of(core, row):
        return True
    person = identity.person_of(core, session)
    return person is not None and person.id == row.person


def sessions_of(core: Core, row: BookingRow) -> list[str]:
    """The sessions that hear the news of a booking."""
    query = select(BookingSessionRow.session).where(BookingSessionRow.booking_id == row.id)
    return list(core.db.scalars(query.order_by(BookingSessionRow.id)))


def let_see(core: Core, row: BookingRow, session: str) -> None:
    """Let a session see, change and hear of a booking; once is enough."""
    if session in sessions_of(core, row):
        return
    try:
        with core.db.begin_nested():
            core.db.add(BookingSessionRow(booking_id=row.id, session=session))
    except IntegrityError:  # it may since a moment ago
        return


def all_of(core: Core, session: str, limit: int) -> list[BookingRow]:
    """The bookings that a session may see, the newest first."""
    person = identity.person_of(core, session)
    here = exists().where(
        BookingSessionRow.booking_id == BookingRow.id, BookingSessionRow.session == session
    )
    mine = or_(here, BookingRow.person == person.id) if person else here
    query = select(BookingRow).where(mine).order_by(BookingRow.id.desc()).limit(limit)
    return list(core.db.scalars(query))
