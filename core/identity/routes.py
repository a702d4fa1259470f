"""HTTP routes of signing in (身份)."""

from fastapi import APIRouter, Depends

from core.context import ReadCore, WriteCore
from core.contract import SessionId, SessionView, SignInComplete, SignInStart, SignInStarted
from core.identity import service
from core.security import scoped
from service import problems

router = APIRouter(
    prefix="/identity",
    tags=["identity"],
    dependencies=[Depends(scoped("dialogue", "gateway"))],
    responses=problems.responses(401, 403, 422),
)


@router.post(
    "/sign-ins",
    status_code=201,
    dependencies=[Depends(scoped("gateway"))],
    responses=problems.responses(503),
)
def start_sign_in(start: SignInStart, core: ReadCore) -> SignInStarted:
    """Begin a sign-in. The write lock is not held while the issuer is asked."""
    started = service.start_sign_in(core, start)
    core.db.commit()
    return started


@router.post(
    "/sign-ins/complete",
    dependencies=[Depends(scoped("gateway"))],
    responses=problems.responses(503),
)
def complete_sign_in(complete: SignInComplete, core: ReadCore) -> SessionView:
    """Complete a sign-in with what the issuer sent back. A state works once, for 10 minutes."""
    view = service.complete_sign_in(core, complete)
    core.db.commit()
    return view


@router.get("/sessions/{session}")
def read_session(session: SessionId, core: WriteCore) -> SessionView:
    """Who a session belongs to. The token of the name lives on by this."""
    view = service.view(core, session)
    core.db.commit()
    return view


@router.delete("/sessions/{session}", status_code=204)
def sign_out(session: SessionId, core: WriteCore) -> None:
    """Sign a session out; nothing happens where nobody is signed in."""
    service.sign_out(core, session)
    core.db.commit()
