"""Telling those who hold a booking."""

from core.appointments.access import sessions_of
from core.appointments.models import BookingRow
from core.appointments.views import view
from core.context import Core
from core.contract import News
from core.contract.events import NewsKind
from core.outbox import service as outbox


def announce(core: Core, row: BookingRow, kind: NewsKind, told: str, why: str) -> None:
    """One piece of news to every session of a booking, once a version of it and `why`."""
    core.db.flush()
    for session in sessions_of(core, row):
        outbox.publish(
            core,
            News(
                key=f"booking-{why}-{row.number}-{row.version}-{session}",
                session=session,
                kind=kind,
                booking=view(core, row),
                says=told,
            ),
        )
