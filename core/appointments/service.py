"""Appointments (预约) and queue tickets (排队号): what other modules and the routes call."""

from core.appointments import access
from core.appointments.booking import book
from core.appointments.finding import find_slots
from core.appointments.keeping import purge
from core.appointments.look_up import look_up
from core.appointments.matters import Matter, matter
from core.appointments.personal import data_of, forget_person
from core.appointments.queue import call_next, end_ticket, my_tickets, take_ticket
from core.appointments.reminders import mark_no_shows, remind
from core.appointments.steps import clerk_step, step
from core.appointments.views import view
from core.context import Core
from core.contract import BookingView

__all__ = [
    "Matter",
    "book",
    "call_next",
    "clerk_step",
    "data_of",
    "end_ticket",
    "find_slots",
    "forget_person",
    "look_up",
    "mark_no_shows",
    "matter",
    "mine",
    "my_tickets",
    "one",
    "purge",
    "remind",
    "step",
    "take_ticket",
]
MOST = 50


def mine(core: Core, session: str) -> list[BookingView]:
    """The bookings of a session and of who is signed in there, the newest first."""
    return [view(core, row) for row in access.all_of(core, session, MOST)]


def one(core: Core, booking: str, session: str) -> BookingView:
    """A booking of this session or of who is signed in there; a 404 problem for any other."""
    return view(core, access.theirs(core, access.by_number(core, booking), session))
