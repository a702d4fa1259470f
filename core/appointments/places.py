"""Taking and giving back places of slots, exactly, whoever else does the same (名额).

One row a slot counts what is taken. It changes only by an UPDATE that names its condition, which
both databases check anew once they hold the row, so nothing is booked twice and nothing is lost.
Whoever needs two slots locks both in the order of their names first: two moves in opposite
directions then wait for each other in turn, not for ever.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from core.appointments.models import SlotRow
from core.appointments.timetable import Time
from core.context import Core


def taken(core: Core, times: Sequence[Time]) -> dict[str, int]:
    """How many places of each slot are taken; slots that nobody booked are left out."""
    if not times:
        return {}
    first, last = times[0].starts_at, times[-1].starts_at
    query = select(SlotRow.slot, SlotRow.taken).where(
        SlotRow.starts_at.between(first, last), SlotRow.slot.startswith(f"{times[0].line.id}.")
    )
    return {slot: number for slot, number in core.db.execute(query).all()}


def lock(core: Core, slots: Iterable[str]) -> None:
    """Hold the rows of these slots until the commit, in the one order that everybody keeps."""
    rows = select(SlotRow.slot).where(SlotRow.slot.in_(set(slots))).order_by(SlotRow.slot)
    core.db.execute(rows.with_for_update()).all()


def make(core: Core, slot: str, starts_at: dt.datetime) -> None:
    """The row of a slot, if there is none yet."""
    postgresql = core.db.get_bind().dialect.name == "postgresql"
    insert = insert_on_postgresql if postgresql else insert_on_sqlite
    values = {"slot": slot, "starts_at": starts_at, "taken": 0}
    core.db.execute(insert(SlotRow).values(values).on_conflict_do_nothing(index_elements=["slot"]))


def take(core: Core, time: Time) -> bool:
    """Take a place; False where all are taken."""
    make(core, time.slot, time.starts_at)
    free = SlotRow.slot == time.slot, SlotRow.taken < time.line.capacity
    return _changed(core, update(SlotRow).where(*free).values(taken=SlotRow.taken + 1))


def give_back(core: Core, slot: str) -> None:
    """Give a place back that a booking held."""
    held = SlotRow.slot == slot, SlotRow.taken > 0
    if not _changed(core, update(SlotRow).where(*held).values(taken=SlotRow.taken - 1)):
        raise RuntimeError(f"{slot} had no place taken")


def _changed(core: Core, statement: Any) -> bool:
    result = core.db.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount == 1
