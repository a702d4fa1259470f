"""HTTP routes of signing in (身份)."""

from fastapi import APIRouter, Depends

from core.context import ReadCore, WriteCore
from core.contract import (
    AccountHeld,
    BindingCreate,
    BindingView,
    SessionId,
    SessionView,
    SignInComplete,
    SignInStart,
    SignInStarted,
)
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


@router.put(
    "/sessions/{session}/account",
    status_code=204,
    dependencies=[Depends(scoped("gateway"))],
    responses=problems.responses(409),
)
def hold(session: SessionId, held: AccountHeld, core: WriteCore) -> None:
    """Remember the account that a session is held through; the same one again does no harm."""
    service.hold(core, session, held)
    core.db.commit()


@router.post("/sessions/{session}/renew", dependencies=[Depends(scoped("gateway"))])
def renew(session: SessionId, core: WriteCore) -> SessionView:
    """Sign a session in as who its account is bound to, unless somebody is signed in."""
    view = service.renew(core, session)
    core.db.commit()
    return view


@router.post(
    "/bindings",
    dependencies=[Depends(scoped("gateway"))],
    responses=problems.responses(409),
)
def bind(asked: BindingCreate, core: WriteCore) -> BindingView:
    """Bind the account of a session to who is signed in on it."""
    view = service.bind(core, asked)
    core.db.commit()
    return view


@router.get("/bindings/{session}")
def read_binding(session: SessionId, core: ReadCore) -> BindingView:
    """Whether the account of a session is bound."""
    return service.binding(core, session)


@router.delete("/bindings/{session}", status_code=204, dependencies=[Depends(scoped("gateway"))])
def unbind(session: SessionId, core: WriteCore) -> None:
    """End the binding of a session's account and sign it out; nothing happens without one."""
    service.unbind(core, session)
    core.db.commit()
