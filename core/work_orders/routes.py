"""HTTP routes of work orders (工单)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from core.context import ReadCore, WriteCore
from core.contract import (
    Page,
    RouteAsked,
    Routing,
    SessionId,
    SupervisedOrder,
    WorkOrderClerkStep,
    WorkOrderCreate,
    WorkOrderFile,
    WorkOrderLookUp,
    WorkOrderState,
    WorkOrderStep,
    WorkOrderView,
)
from core.security import scoped
from core.work_orders import deadlines, desk, service
from service import problems

Number = Annotated[str, Path(min_length=1, max_length=40, description="in any spelling")]
Session = Annotated[SessionId, Query()]
Limit = Annotated[int, Query(ge=1, le=200)]
After = Annotated[str | None, Query(max_length=32)]

citizens = APIRouter(prefix="/work-orders", dependencies=[Depends(scoped("dialogue", "gateway"))])
clerks = APIRouter(prefix="/work-orders/desk", dependencies=[Depends(scoped("clerk"))])


@citizens.post("/route")
def route_text(asked: RouteAsked, core: ReadCore) -> Routing:
    """Which category and unit a text would go to, and why. Nothing is kept."""
    return service.route(core, asked)


@citizens.post("", status_code=201, responses=problems.responses(404, 409, 503))
def file_work_order(asked: WorkOrderCreate, core: WriteCore) -> WorkOrderView:
    """File a work order, once a key."""
    filed = service.file(core, asked)
    core.db.commit()
    return filed


@citizens.get("")
def list_my_work_orders(session: Session, core: ReadCore, limit: Limit = 20) -> list[WorkOrderView]:
    """The orders of a session and of who is signed in there, newest first."""
    return service.mine(core, session, limit)


@citizens.post("/look-up", responses=problems.responses(404, 429))
def look_up_work_order(asked: WorkOrderLookUp, core: WriteCore) -> WorkOrderView:
    """By number and the last four digits of the mobile number that was given."""
    found = service.look_up(core, asked)
    core.db.commit()
    return found


@clerks.get("")
def list_for_desk(
    core: ReadCore,
    state: WorkOrderState | None = None,
    unit: Annotated[str | None, Query(max_length=40)] = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[WorkOrderView]:
    """Open orders first, by time limit; then the rest."""
    return desk.queue(core, state, unit, limit, after)


@clerks.get("/supervised")
def list_supervised(core: ReadCore) -> list[SupervisedOrder]:
    """What is supervised (督办), and why."""
    return deadlines.supervised(core)


@clerks.get("/{number}", responses=problems.responses(404))
def read_for_desk(number: Number, core: WriteCore) -> WorkOrderFile:
    """An order, opened. Audited."""
    opened = desk.open_order(core, number)
    core.db.commit()
    return opened


@clerks.post("/{number}", responses=problems.responses(404, 409))
def take_clerk_step(number: Number, asked: WorkOrderClerkStep, core: WriteCore) -> WorkOrderView:
    """Dispatch, accept, return, merge, answer, have it done again, close, follow up."""
    seen = desk.review(core, number, asked)
    core.db.commit()
    return seen


@citizens.get("/{number}", responses=problems.responses(404))
def read_work_order(number: Number, session: Session, core: ReadCore) -> WorkOrderView:
    """An order of the session, or of who is signed in there."""
    return service.one(core, number, session)


@citizens.post("/{number}/steps", responses=problems.responses(404, 409))
def take_step(number: Number, asked: WorkOrderStep, core: WriteCore) -> WorkOrderView:
    """Urge (once a day), add, rate, withdraw."""
    seen = service.step(core, number, asked)
    core.db.commit()
    return seen


router = APIRouter(tags=["work orders"], responses=problems.responses(401, 403, 422))
router.include_router(clerks)
router.include_router(citizens)
