"""HTTP routes of payments (缴费)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from core.context import ReadCore, WriteCore
from core.contract import (
    NoticeLookUp,
    NoticeView,
    OrderCreate,
    OrderStep,
    OrderView,
    ResultCheck,
    SessionId,
)
from core.payments import service
from core.security import scoped
from service import problems
from service.problems import ProblemError

Order = Annotated[str, Path(min_length=1, max_length=40)]
Session = Annotated[SessionId, Query()]
ProviderName = Annotated[str, Path(pattern=r"^[a-z]{1,20}$")]
MAX_NOTIFICATION = 64 * 1024
"""Bytes. Those of WeChat Pay have about two thousand."""

citizens = APIRouter(prefix="/payments", dependencies=[Depends(scoped("dialogue", "gateway"))])
papers = APIRouter(prefix="/payments", dependencies=[Depends(scoped("gateway"))])
clerks = APIRouter(prefix="/payments", dependencies=[Depends(scoped("clerk"))])


async def raw(request: Request) -> bytes:
    """The body as it came. A 413 problem where it is too large."""
    body = await request.body()
    if len(body) > MAX_NOTIFICATION:
        raise ProblemError(413, "通知的内容太大了。")
    return body


@citizens.post("/notices/look-up", responses=problems.responses(404, 429, 503))
def look_up_notice(asked: NoticeLookUp, core: WriteCore) -> NoticeView:
    """A payment notice by its number and unit. A wrong one of either is the same answer."""
    try:
        found = service.find_notice(core, asked.session, asked.number, asked.unit_code)
    except ProblemError:
        core.db.commit()  # the failed try counts
        raise
    core.db.commit()
    return found


@citizens.post("/orders", responses=problems.responses(404, 409, 429, 503))
def place_order(asked: OrderCreate, core: WriteCore) -> OrderView:
    """Pay a notice; the same key is one order. The order is stored before the provider is asked."""
    try:
        placed = service.place_order(core, asked)
    except ProblemError:
        core.db.commit()  # the failed try counts, and what was healed on the way stays
        raise
    core.db.commit()
    return placed


@citizens.get("/orders")
def list_orders(
    session: Session, core: ReadCore, limit: Annotated[int, Query(ge=1, le=50)] = 10
) -> list[OrderView]:
    """The orders of a session and of who is signed in there, newest first."""
    return service.mine(core, session, limit)


@citizens.get("/orders/{order}", responses=problems.responses(404))
def read_order(order: Order, session: Session, core: ReadCore) -> OrderView:
    """One order, to who placed it."""
    return service.one(core, order, session)


@citizens.post("/orders/{order}/steps", responses=problems.responses(404, 409, 503))
def take_step(order: Order, step: OrderStep, core: WriteCore) -> OrderView:
    """Ask the provider anew, close, ask for the money back."""
    try:
        seen = service.step(core, order, step)
    except ProblemError:
        core.db.commit()  # what the provider said stays
        raise
    core.db.commit()
    return seen


@papers.get(
    "/orders/{order}/receipt",
    response_class=Response,
    responses=problems.responses(404, 409, 503)
    | {200: {"content": {"application/pdf": {}}, "description": "the receipt"}},
)
def read_receipt(order: Order, session: Session, core: WriteCore) -> Response:
    """The receipt of a payment, to who placed the order."""
    document = service.receipt(core, order, session)
    core.db.commit()
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": 'attachment; filename="receipt.pdf"',
    }
    return Response(document, media_type="application/pdf", headers=headers)


@papers.get("/verify/{code}")
def check_receipt(
    code: Annotated[str, Path(min_length=1, max_length=64)], core: ReadCore
) -> ResultCheck:
    """Whether a receipt is genuine. Anybody with the receipt may know this much."""
    return service.check_receipt(core, code)


@papers.post(
    "/notifications/{provider}",
    response_class=Response,
    responses=problems.responses(404, 413)
    | {
        200: {"content": {"application/json": {}}, "description": "taken"},
        204: {"description": "taken"},
        500: {"content": {"application/json": {}}, "description": "refused: send it again"},
        503: {"content": {"application/json": {}}, "description": "refused: send it again"},
    },
)
def take_notification(
    provider: ProviderName,
    request: Request,
    body: Annotated[bytes, Depends(raw)],
    core: ReadCore,
) -> Response:
    """A provider's notification, body and headers as they came to the gateway. Answers what the
    provider wants to hear. Takes a lock only once the signature is proven."""
    answer = service.take_notification(core, provider, request.headers, body)
    core.db.commit()
    return Response(answer.body, answer.status, headers=dict(answer.headers))


@clerks.post("/orders/{order}/refund", responses=problems.responses(404, 409, 503))
def refund_order(order: Order, core: WriteCore) -> OrderView:
    """Give the whole of a payment back, by a clerk. The same call again says how it stands."""
    seen = service.refund(core, order)
    core.db.commit()
    return seen


router = APIRouter(tags=["payments"], responses=problems.responses(401, 403, 422))
router.include_router(papers)
router.include_router(citizens)
router.include_router(clerks)
