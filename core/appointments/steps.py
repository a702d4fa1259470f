"""Moving, cancelling, checking in, and what clerks do with a booking."""

from core.appointments import access, places
from core.appointments.booking import full, over
from core.appointments.models import BookingRow, BookingStepRow
from core.appointments.news import announce
from core.appointments.timetable import find_time, says
from core.appointments.views import CHECKED_IN_HERE, check_in_from, check_in_until, view
from core.audit import service as audit
from core.context import SHENZHEN, Core
from core.contract import BOOKING_LABELS, BookingClerkStep, BookingState, BookingStep, BookingView
from service.problems import ProblemError


def step(core: Core, booking: str, asked: BookingStep) -> BookingView:
    """Do what the owner asks, once a key. A 409 problem where it cannot be done now."""
    row = access.theirs(core, access.by_number(core, booking, lock=True), asked.session)
    if asked.key and _done(core, row, asked):
        return view(core, row)
    if asked.do == "move":
        _refuse_after_start(core, row, "改时间")
        move(core, row, asked.slot, "citizen")
        return view(core, row, f"改好了，现在是{says(row.starts_at, row.ends_at)}。")
    if asked.do == "cancel":
        _refuse_after_start(core, row, "取消")
        cancel(core, row, "citizen")
        return view(core, row)
    _check_in(core, row)
    return view(core, row)


def clerk_step(core: Core, booking: str, asked: BookingClerkStep) -> BookingView:
    """What a clerk does; those who hold the booking are told of a move or a cancellation."""
    row = access.by_number(core, booking, lock=True)
    if row is None:
        raise access.no_such_booking()
    if asked.do == "serve":
        comes = row.kind in CHECKED_IN_HERE
        _refuse_unless(row, "checked_in" if comes else "booked", "标记为已办理")
        _to(core, row, "served", "clerk")
        return view(core, row)
    row.note = asked.note
    if asked.do == "move":
        move(core, row, asked.slot, "clerk")
        told = f"工作人员把您的「{row.title}」预约改到了{says(row.starts_at, row.ends_at)}。"
    else:
        cancel(core, row, "clerk")
        told = f"工作人员取消了您{says(row.starts_at, row.ends_at)}的「{row.title}」预约。"
    announce(core, row, "booking_changed", told, "changed")
    return view(core, row)


def move(core: Core, row: BookingRow, slot: str | None, who: str) -> None:
    """Take the new place, then give the old one back, both locked: none is lost or doubled."""
    _refuse_unless(row, "booked", "改时间")
    time = find_time(core, slot or "")
    if time is None or time.line.id != row.slot.partition(".")[0]:
        raise over()
    if time.slot == row.slot:
        raise ProblemError(409, "您现在约的就是这个时间，不用改。")
    places.make(core, time.slot, time.starts_at)
    places.lock(core, [row.slot, time.slot])
    if not places.take(core, time):
        raise full(core, time)
    places.give_back(core, row.slot)
    before, row.slot = row.slot, time.slot
    row.starts_at, row.ends_at, row.placed_at = time.starts_at, time.ends_at, core.now
    row.day_told_at = row.hour_told_at = None
    row.version += 1
    _record(core, row, "move", {"from": before, "to": row.slot, "by": who})


def cancel(core: Core, row: BookingRow, who: str) -> None:
    """Give the place back."""
    _refuse_unless(row, "booked", "取消")
    places.give_back(core, row.slot)
    _to(core, row, "cancelled", who)


def _check_in(core: Core, row: BookingRow) -> None:
    _refuse_unless(row, "booked", "签到")
    if row.kind not in CHECKED_IN_HERE:
        raise ProblemError(409, "这种预约不用签到，工作人员会联系您。")
    if core.now < check_in_from(core, row):
        first = check_in_from(core, row).astimezone(SHENZHEN)
        raise ProblemError(409, f"还没到签到时间，请在当天{first:%H:%M}以后签到。预约还在。")
    if core.now > check_in_until(core, row):
        raise ProblemError(409, "签到时间已经过了。您可以现场取号排队，或者再约一个时间。")
    _to(core, row, "checked_in", "citizen")


def _refuse_after_start(core: Core, row: BookingRow, called: str) -> None:
    if row.state == "booked" and core.now >= row.starts_at:
        raise ProblemError(409, f"预约的时间已经到了，不能再{called}。您可以直接到现场签到。")


def _refuse_unless(row: BookingRow, state: BookingState, called: str) -> None:
    if row.state != state:
        raise ProblemError(409, f"这个预约现在是「{BOOKING_LABELS[row.state]}」，不能{called}。")


def _to(core: Core, row: BookingRow, state: BookingState, who: str) -> None:
    before, row.state = row.state, state
    row.version += 1
    _record(core, row, state, {"from": before, "by": who})


def _done(core: Core, row: BookingRow, asked: BookingStep) -> bool:
    """Whether this key was used for this step already; remembers it from now on."""
    cipher = core.parts.cipher
    key = cipher.digest(f"{asked.session}|{asked.key}", "booking_steps.key")
    what = cipher.digest(
        f"{row.number}|{asked.model_dump_json(exclude={'key'})}", "booking_steps.asked"
    )
    known = core.db.get(BookingStepRow, key)
    if known is None:
        core.db.add(BookingStepRow(key=key, asked=what, booking_id=row.id))
        core.db.flush()
        return False
    if known.asked != what:
        raise ProblemError(409, "这次请求的编号已经用过，内容却不一样，没有改动您的预约。")
    return True


def _record(core: Core, row: BookingRow, what: str, detail: dict[str, str | int | bool]) -> None:
    core.db.flush()
    audit.record(
        core,
        f"booking.{what}",
        person=row.person,
        subject=row.number,
        purpose=row.title,
        detail=detail,
    )
