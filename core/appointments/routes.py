"""HTTP routes of appointments (预约) and queue tickets (排队号)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from core.appointments import service
from core.context import ReadCore, WriteCore
from core.contract import (
    BookingClerkStep,
    BookingCreate,
    BookingLookUp,
    BookingStep,
    BookingView,
    SessionId,
    SlotsAsked,
    SlotsFound,
    TicketCall,
    TicketStep,
    TicketTake,
    TicketView,
)
from core.security import scoped
from service import problems

Number = Annotated[str, Path(min_length=1, max_length=40, description="in any spelling")]
QueueId = Annotated[str, Path(min_length=1, max_length=32)]
Ticket = Annotated[str, Path(pattern=r"^[A-Z]\d{3,4}$")]
Session = Annotated[SessionId, Query()]

citizens = APIRouter(prefix="/appointments", dependencies=[Depends(scoped("dialogue", "gateway"))])
clerks = APIRouter(prefix="/appointments", dependencies=[Depends(scoped("clerk"))])


@citizens.post("/slots")
def find_slots(asked: SlotsAsked, core: ReadCore) -> SlotsFound:
    """Free times for what was said."""
    return service.find_slots(core, asked)


@citizens.post("", status_code=201, responses=problems.responses(409))
def book(create: BookingCreate, core: WriteCore) -> BookingView:
    """Book a slot. The same key twice is one booking."""
    made = service.book(core, create)
    core.db.commit()
    return made


@citizens.get("")
def list_my_bookings(session: Session, core: ReadCore) -> list[BookingView]:
    """The bookings of a session and of who is signed in there, the newest first."""
    return service.mine(core, session)


@citizens.post("/look-up", responses=problems.responses(404, 429))
def look_up_booking(asked: BookingLookUp, core: WriteCore) -> BookingView:
    """A booking by number and the end of the mobile. A wrong number and a wrong proof are the
    same answer after the same time."""
    found = service.look_up(core, asked)
    core.db.commit()
    return found


@citizens.post("/tickets", status_code=201, responses=problems.responses(409))
def take_ticket(asked: TicketTake, core: WriteCore) -> TicketView:
    """A queue ticket of today; the one that the session holds already, if any."""
    taken = service.take_ticket(core, asked)
    core.db.commit()
    return taken


@citizens.get("/tickets")
def list_my_tickets(session: Session, core: ReadCore) -> list[TicketView]:
    """The tickets that a session took today."""
    return service.my_tickets(core, session)


@clerks.post("/queues/{queue}/next", responses=problems.responses(404))
def call_next(queue: QueueId, call: TicketCall, core: WriteCore) -> TicketView | None:
    """Call who waits longest; null where nobody waits."""
    called = service.call_next(core, queue, call)
    core.db.commit()
    return called


@clerks.post("/queues/{queue}/tickets/{ticket}", responses=problems.responses(404, 409))
def end_ticket(queue: QueueId, ticket: Ticket, step: TicketStep, core: WriteCore) -> TicketView:
    """Serve a ticket that was called, or pass it."""
    ended = service.end_ticket(core, queue, ticket, step)
    core.db.commit()
    return ended


@clerks.post("/{booking}/clerk", responses=problems.responses(404, 409))
def take_clerk_step(booking: Number, step: BookingClerkStep, core: WriteCore) -> BookingView:
    """Move, cancel or serve a booking; its people are told."""
    seen = service.clerk_step(core, booking, step)
    core.db.commit()
    return seen


@citizens.get("/{booking}", responses=problems.responses(404))
def read_booking(booking: Number, session: Session, core: ReadCore) -> BookingView:
    """A booking of this session or person."""
    return service.one(core, booking, session)


@citizens.post("/{booking}/steps", responses=problems.responses(404, 409))
def take_step(booking: Number, step: BookingStep, core: WriteCore) -> BookingView:
    """Move, cancel or check in."""
    seen = service.step(core, booking, step)
    core.db.commit()
    return seen


router = APIRouter(tags=["appointments"], responses=problems.responses(401, 403, 422))
router.include_router(clerks)
router.include_router(citizens)
