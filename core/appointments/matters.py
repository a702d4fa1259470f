"""What a matter is called and where it is booked."""

from dataclasses import dataclass

from core.appointments.schedule import Line
from core.context import Core
from core.contract import ServiceKind


@dataclass(frozen=True)
class Matter:
    """A matter (事项) as appointments know it. `demo`: queue and hours are made up."""

    item: str | None
    title: str
    queue: str
    queue_name: str
    place: str
    address: str | None
    kinds: tuple[ServiceKind, ...]
    demo: bool


def matter(core: Core, item: str | None) -> Matter:
    """Title, queue and ways of a matter; of one that nobody listed, those of the default queue."""
    schedule = core.parts.schedule.get()
    queue = schedule.queue_for(item)
    place, address = place_of(core, queue)
    kinds: tuple[ServiceKind, ...] = ("window", *(one.kind for one in schedule.helps))
    title = title_of(core, item)
    return Matter(item, title, queue.id, queue.name, place, address, kinds, schedule.demo)


def title_of(core: Core, item: str | None) -> str:
    """What is booked: as the schedule or the definition calls it, else the queue's business."""
    queue = core.parts.schedule.get().queue_for(item)
    if item in queue.matters:
        return queue.matters[item]
    definition = core.parts.definitions.get(item) if item else None
    return definition.title if definition else f"{queue.name}业务"


def place_of(core: Core, line: Line) -> tuple[str, str | None]:
    """Where a line is: hall and address, or words and no address."""
    hall = core.parts.schedule.get().hall_of(line)
    return (hall.name, hall.address) if hall else (line.place or "", None)
