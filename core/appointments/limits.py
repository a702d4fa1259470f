"""How much one may book: rules of ours, without a legal source (演示), from schedule.yml.

They hold for a person, for a session and for a mobile number. Two bookings of one of these at the
same moment wait for each other: on PostgreSQL by advisory locks
(https://www.postgresql.org/docs/current/explicit-locking.html), on SQLite writers queue anyway.
"""

import datetime as dt

from sqlalchemy import ColumnElement, func, or_, select

from core.appointments.contact import Contact, mobile_digest
from core.appointments.models import BookingRow
from core.appointments.timetable import Time
from core.appointments.when import day_says
from core.context import SHENZHEN, Core
from service.problems import ProblemError

OPEN = ("booked", "checked_in")


def hold(core: Core, session: str, contact: Contact) -> None:
    """Let no other booking of this session, mobile or person be made until the commit."""
    if core.db.get_bind().dialect.name != "postgresql":
        return
    subjects = [session, mobile_digest(core, contact.mobile), contact.person or session]
    digests = [core.parts.cipher.digest(one, "bookings.hold") for one in subjects]
    for number in sorted({int(one[:15], 16) for one in digests}):
        core.db.execute(select(func.pg_advisory_xact_lock(number)))


def refuse_too_much(
    core: Core, session: str, contact: Contact, time: Time, item: str | None
) -> None:
    """A 409 problem, said kindly, where a rule forbids this booking. `hold` comes first."""
    mobile = mobile_digest(core, contact.mobile)
    theirs = _of(session, mobile, contact.person)
    if time.line.kind == "window":
        _refuse_after_missing(core, theirs)
    open_now = theirs, BookingRow.state.in_(OPEN), BookingRow.ends_at > core.now
    rules = core.parts.schedule.get().rules
    number = core.db.scalar(select(func.count()).select_from(BookingRow).where(*open_now)) or 0
    if number >= rules.open_bookings:
        raise ProblemError(
            409,
            f"同一时间最多留 {rules.open_bookings} 个预约，您已经有 {number} 个了。"
            "可以先取消一个，或者改它的时间。",
        )
    same = BookingRow.item == item if item else BookingRow.item.is_(None)
    twice = select(BookingRow.number).where(*open_now, BookingRow.starts_at == time.starts_at, same)
    if (known := core.db.scalar(twice.limit(1))) is not None:
        raise ProblemError(
            409, f"这件事您在这个时间已经约过了（{known}），不用再约。想换时间可以直接改约。"
        )


def _of(session: str, mobile: str, person: str | None) -> ColumnElement[bool]:
    mine = [BookingRow.session == session, BookingRow.mobile == mobile]
    if person:
        mine.append(BookingRow.person == person)
    return or_(*mine)


def _refuse_after_missing(core: Core, theirs: ColumnElement[bool]) -> None:
    """The bookings of windows are closed for a while after several that were missed."""
    rules = core.parts.schedule.get().rules
    since = core.now - dt.timedelta(days=rules.missed_in_days)
    query = (
        select(BookingRow.starts_at)
        .where(
            theirs,
            BookingRow.state == "no_show",
            BookingRow.kind == "window",
            BookingRow.starts_at > since,
        )
        .order_by(BookingRow.starts_at.desc())
    )
    missed = list(core.db.scalars(query))
    if len(missed) < rules.missed_times:
        return
    until = missed[0] + dt.timedelta(days=rules.closed_for_days)
    if core.now < until:
        raise ProblemError(
            409,
            f"最近有 {len(missed)} 次约好没有到场，窗口预约先停到"
            f"{day_says(until.astimezone(SHENZHEN).date())}，把位子留给等着的人。"
            "事情照样能办：您可以直接到现场取号排队。",
        )
