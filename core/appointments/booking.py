"""Booking a place (预约): checked, taken and stored in one transaction, once a key."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.appointments import access, places
from core.appointments.contact import Contact, contact_of, set_contact
from core.appointments.finding import closest
from core.appointments.limits import hold, refuse_too_much
from core.appointments.matters import place_of, title_of
from core.appointments.models import BookingRow
from core.appointments.numbers import new_number
from core.appointments.timetable import Time, bookable, find_time, says
from core.appointments.views import view
from core.audit import service as audit
from core.context import Core
from core.contract import KIND_LABELS, BookingCreate, BookingView
from service.problems import ProblemError

ATTEMPTS = 8


class _Full(Exception):
    """No place is left."""


def book(core: Core, create: BookingCreate) -> BookingView:
    """Take a place and keep who comes. The same key is one booking; with other contents it is a
    409 problem, as is a slot that is full, over, or against a rule."""
    key = core.parts.cipher.digest(f"{create.session}|{create.key}", "bookings.key")
    asked = core.parts.cipher.digest(create.model_dump_json(exclude={"key"}), "bookings.asked")
    if (known := _by_key(core, key, asked)) is not None:
        return view(core, known)
    time = _wanted(core, create)
    contact = contact_of(core, create)
    hold(core, create.session, contact)
    if (known := _by_key(core, key, asked)) is not None:  # booked while this call waited
        return view(core, known)
    refuse_too_much(core, create.session, contact, time, create.item)
    for _ in range(ATTEMPTS):
        row = _row(core, create, time, contact, key, asked)
        try:
            with core.db.begin_nested():
                if not places.take(core, time):
                    raise _Full
                core.db.add(row)
        except _Full:
            raise full(core, time) from None
        except IntegrityError:  # the same key meanwhile, or the number is taken
            if (known := _by_key(core, key, asked)) is not None:
                return view(core, known)
            continue
        access.let_see(core, row, create.session)
        _record(core, row)
        return view(core, row, f"约好了，预约号 {row.number}。")
    raise ProblemError(503, "暂时没能预约上，请稍后再试。", {"Retry-After": "1"})


def full(core: Core, time: Time) -> ProblemError:
    """The 409 problem for a slot without a place, with the nearest that have one."""
    times = bookable(core, time.line)
    counts = places.taken(core, times)
    free = [one for one in times if counts.get(one.slot, 0) < time.line.capacity]
    others = [
        says(one.starts_at, one.ends_at) for one in closest(free, time.starts_at, time.ends_at)
    ]
    told = f"离它最近的空位：{'、'.join(others)}。" if others else "其他时间也都约满了。"
    return ProblemError(409, f"{says(time.starts_at, time.ends_at)}刚刚约满了。{told}")


def over() -> ProblemError:
    """The 409 problem for a slot that cannot be booked now, or never could."""
    return ProblemError(409, "这个时间现在不能约了。请重新挑一个时间，别的内容都还在。")


def _wanted(core: Core, create: BookingCreate) -> Time:
    line = core.parts.schedule.get().line_for(create.kind, create.item)
    if line is None:
        raise ProblemError(409, f"现在不能预约{KIND_LABELS[create.kind]}。您可以改约到窗口办。")
    time = find_time(core, create.slot)
    if time is None or time.line.id != line.id:
        raise over()
    return time


def _by_key(core: Core, key: str, asked: str) -> BookingRow | None:
    row = core.db.scalar(select(BookingRow).where(BookingRow.key == key))
    if row is not None and row.asked != asked:
        raise ProblemError(409, "这次请求的编号已经用过，内容却不一样，没有预约。请重新再约一次。")
    return row


def _row(
    core: Core, create: BookingCreate, time: Time, contact: Contact, key: str, asked: str
) -> BookingRow:
    place, address = place_of(core, time.line)
    row = BookingRow(
        number=new_number(core),
        key=key,
        asked=asked,
        session=create.session,
        item=create.item,
        title=create.title or title_of(core, create.item),
        kind=time.line.kind,
        place=place,
        address=address,
        window=time.line.name,
        demo=core.parts.schedule.get().demo,
        slot=time.slot,
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        state="booked",
        note="",
        booked_at=core.now,
        placed_at=core.now,
        version=1,
    )
    set_contact(core, row, contact)
    return row


def _record(core: Core, row: BookingRow) -> None:
    audit.record(
        core,
        "booking.book",
        person=row.person,
        subject=row.number,
        purpose=row.title,
        detail={"slot": row.slot},
    )
