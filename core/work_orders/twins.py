"""Orders that tell of the same thing: same unit, like words, same place, open, of late."""

import datetime as dt
from itertools import pairwise

from sqlalchemy import select

from core.context import Core
from core.work_orders.features import plain
from core.work_orders.models import WorkOrderRow
from core.work_orders.sealed import Told, open_told
from core.work_orders.states import OPEN

WITHIN = dt.timedelta(days=14)
ALIKE = 0.5
SAME_PLACE = 0.6
COMPARED = 300
"""The newest orders of the unit that are compared at most."""


def twin_of(core: Core, row: WorkOrderRow, told: Told) -> str | None:
    """The number of the likest open order of the same unit, to be merged into by a clerk."""
    query = (
        select(WorkOrderRow)
        .where(
            WorkOrderRow.unit == row.unit,
            WorkOrderRow.state.in_(OPEN),
            WorkOrderRow.filed_at > core.now - WITHIN,
            WorkOrderRow.id != row.id,
        )
        .order_by(WorkOrderRow.id.desc())
        .limit(COMPARED)
    )
    best, found = ALIKE, None
    for other in core.db.scalars(query):
        likeness = alike(told, open_told(core, other))
        if likeness > best or (likeness == best and found is None):
            best, found = likeness, other.number
    return found


def alike(one: Told, other: Told) -> float:
    """How alike two are, from 0 to 1: Jaccard's index of pairs of characters; 0 where the places
    differ, or only one of the two names its place."""
    if bool(one.where) != bool(other.where):
        return 0.0
    if one.where and other.where and not _same_place(one.where, other.where):
        return 0.0
    a, b = _shingles(one.what), _shingles(other.what)
    return len(a & b) / len(a | b) if a | b else 0.0


def _same_place(one: str, other: str) -> bool:
    """Whether most of the shorter one stands in the longer one."""
    a, b = _shingles(one), _shingles(other)
    least = min(len(a), len(b))
    return plain(one) == plain(other) or (least > 0 and len(a & b) / least >= SAME_PLACE)


def _shingles(text: str) -> set[str]:
    letters = [one for one in plain(text) if one.isalnum()]
    return {a + b for a, b in pairwise(letters)}
