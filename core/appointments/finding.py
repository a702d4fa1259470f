"""Free times for what a citizen said: at most eight, and one sentence that tells what was meant."""

import datetime as dt
from collections.abc import Sequence

from core.appointments.places import taken
from core.appointments.schedule import Line
from core.appointments.timetable import Time, bookable, is_open, last_day, says, times_of
from core.appointments.when import Range, day_says, parse
from core.context import SHENZHEN, Core
from core.contract import KIND_LABELS, Slot, SlotsAsked, SlotsFound

SHOWN = 8
NEAREST = 4
WALK_IN = "您也可以在开放时间到现场取号排队。"
ASK = "想换个时间，可以说“下周三上午”“12月3号下午三点”或“最快的”。"


def find_slots(core: Core, asked: SlotsAsked) -> SlotsFound:
    """Free times of the line that a matter is booked at. Reads only."""
    line = core.parts.schedule.get().line_for(asked.kind, asked.item)
    if line is None:
        return SlotsFound(
            slots=[], says=f"现在不能预约{KIND_LABELS[asked.kind]}。您可以改约到窗口办。"
        )
    times = bookable(core, line)
    counts = taken(core, times)
    free = [one for one in times if counts.get(one.slot, 0) < line.capacity]
    if not free:
        return SlotsFound(
            slots=[],
            says=f"{line.name}到{day_says(last_day(core))}都约满了，每天会放出新的一天。{WALK_IN}",
        )
    wanted = parse(asked.when, core.today, core.parts.calendar) if asked.when.strip() else None
    if wanted is None:
        understood = not asked.when.strip()
        told = "" if understood else "没听明白您要哪个时间。"
        return SlotsFound(
            slots=_slots(spread(free), counts),
            understood=understood,
            says=f"{told}{line.name}最近能约的时间有这些。{ASK}",
        )
    return _answer(core, line, wanted, free, counts)


def _answer(
    core: Core, line: Line, wanted: Range, free: list[Time], counts: dict[str, int]
) -> SlotsFound:
    """The free times that were meant, or why there are none and the nearest others."""
    meant = [one for one in free if _is_meant(one, wanted)]
    if meant and wanted.exactness == "moment":
        return SlotsFound(
            slots=_slots(meant[:1], counts),
            says=f"{says(meant[0].starts_at, meant[0].ends_at)}可以约。",
        )
    if meant:
        shown = meant[:SHOWN] if wanted.first else spread(meant)
        return SlotsFound(
            slots=_slots(shown, counts), says=f"{wanted.says}，{line.name}能约这些时间。"
        )
    others = nearest(core, free, wanted)
    when = says(others[0].starts_at, others[0].ends_at)
    told = f"离它最近的空位是{when}" if len(others) == 1 else "离它最近的空位有这些"
    return SlotsFound(
        slots=_slots(others, counts), says=f"{_why_none(core, line, wanted)}{told}。{ASK}"
    )


def spread(times: Sequence[Time]) -> list[Time]:
    """At most SHOWN of the times: as many of each day as of the others, over the whole day."""
    by_day: dict[dt.date, list[Time]] = {}
    for one in times:
        by_day.setdefault(one.day, []).append(one)
    days = list(by_day.values())[:SHOWN]
    share, rest = divmod(SHOWN, len(days)) if days else (0, 0)
    shown: list[Time] = []
    for place, of_day in enumerate(days):
        shown += _evenly(of_day, share + (place < rest), place % 2 if share == 1 else 0)
    return shown


def nearest(core: Core, free: Sequence[Time], wanted: Range) -> list[Time]:
    """The free times closest to what was meant, from before and after it, in order."""
    clock = wanted.clock
    hour = (clock.at or clock.start) if clock else dt.time(12)
    days = wanted.days or (core.today,)
    meant = [dt.datetime.combine(day, hour, SHENZHEN) for day in days]
    return closest(free, min(meant), max(meant))


def closest(free: Sequence[Time], first: dt.datetime, last: dt.datetime) -> list[Time]:
    """NEAREST free times around a span: half before it and half after, where there are."""
    before = [one for one in free if one.starts_at < first]
    after = [one for one in free if one.starts_at >= last]
    half = NEAREST // 2
    some_before = before[-max(half, NEAREST - len(after)) :]
    return [*some_before, *after[: NEAREST - len(some_before)]] or list(free[:NEAREST])


def _is_meant(time: Time, wanted: Range) -> bool:
    if wanted.days and time.day not in wanted.days:
        return False
    start, end = time.starts_at.astimezone(SHENZHEN), time.ends_at.astimezone(SHENZHEN)
    return wanted.clock is None or wanted.clock.holds(start.time(), end.time())


def _why_none(core: Core, line: Line, wanted: Range) -> str:
    """Past, too far ahead, a day off, outside the hours, or full: said kindly."""
    days, last = wanted.days, last_day(core)
    if days and days[-1] < core.today:
        return f"{wanted.says}已经过去了，"
    if days and days[0] > last:
        return f"{wanted.says}还没有开放预约，现在能约到{day_says(last)}，"
    if days and not any(is_open(core, day) for day in days):
        return f"{wanted.says}不上班，不能预约，"
    some_day = core.parts.calendar.add_working_days(core.today, 1)
    of_days = [one for day in days or (some_day,) for one in times_of(core, line, day)]
    meant = [one for one in of_days if _is_meant(one, wanted)]
    if not meant:
        return f"{wanted.says}不在{line.name}的办理时间里，"
    if not {one.slot for one in meant} & {one.slot for one in bookable(core, line)}:
        return f"{wanted.says}已经来不及约了，"
    return f"{wanted.says}没有空位了，"


def _evenly(times: Sequence[Time], number: int, shift: int) -> list[Time]:
    """So many over the day; with `shift` 1 each half a step later."""
    if number >= len(times):
        return list(times)
    return [times[(2 * place + shift) * len(times) // (2 * number)] for place in range(number)]


def _slots(times: Sequence[Time], counts: dict[str, int]) -> list[Slot]:
    return [
        Slot(
            slot=one.slot,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            free=one.line.capacity - counts.get(one.slot, 0),
            says=says(one.starts_at, one.ends_at),
        )
        for one in times
    ]
