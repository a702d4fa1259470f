"""Times that can be booked, as answers that can be chosen."""

from zoneinfo import ZoneInfo

from core.appointments import service as appointments
from core.appointments.when import parse
from core.contract import ServiceKind, Slot, SlotsAsked, SlotsFound
from core.drafts.state import Draft
from core.items.definition import FieldDefinition, Option

SHENZHEN = ZoneInfo("Asia/Shanghai")
HOURS = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def found(draft: Draft, item: str | None, kind: ServiceKind, when: str) -> SlotsFound:
    """What is free when the citizen said; asked of the appointments once a call."""
    key = f"slots|{item}|{kind}|{when}"
    if key not in draft.found:
        asked = SlotsAsked(session=draft.row.session, item=item, kind=kind, when=when)
        draft.found[key] = appointments.find_slots(draft.core, asked)
    known: SlotsFound = draft.found[key]
    return known


def record(slot: Slot) -> str:
    return f"{slot.slot}|{slot.says}"


def with_times(field: FieldDefinition, found: SlotsFound) -> FieldDefinition:
    """The field with the free times as its options; why it is these is said before."""
    options = [_option(slot) for slot in found.slots]
    return field.model_copy(update={"options": options, "ask": f"{found.says}{field.ask}"})


def the_one_meant(draft: Draft, found: SlotsFound, when: str) -> Slot | None:
    """The only time that is free of those that were meant; None for one that is merely near."""
    meant = parse(when, draft.core.today, draft.core.parts.calendar)
    if meant is None or len(found.slots) != 1:
        return None
    start = found.slots[0].starts_at.astimezone(SHENZHEN)
    on_the_day = not meant.days or start.date() in meant.days
    clock = meant.clock
    if clock is None or not on_the_day:
        return found.slots[0] if on_the_day else None
    at = start.time()
    fits = at == clock.at if clock.at else clock.start <= at < clock.end
    return found.slots[0] if fits else None


def _option(slot: Slot) -> Option:
    """九点半, 9:30, 上午9点30分: other words for a time of the clock."""
    start = slot.starts_at.astimezone(SHENZHEN)
    numbers = {start.hour, start.hour - 12 if start.hour > 12 else start.hour}
    hours = [*map(str, numbers), *(HOURS[one] for one in numbers if one < len(HOURS))]
    minutes = {0: ["点", "点整", "点钟"], 30: ["点半", "点30", "点30分"]}.get(start.minute, [])
    clock = [f"{hour}{words}" for hour in hours for words in minutes]
    clock += [f"{hour}:{start.minute:02d}" for hour in numbers]
    day = f"{start.month}月{start.day}"
    return Option(value=record(slot), label=slot.says, also=[*clock, f"{day}日{clock[0]}"])
