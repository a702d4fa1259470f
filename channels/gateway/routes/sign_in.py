"""GET /api/sign-in and /api/sign-in/callback: to the issuer and back.

A state is bound to the browser that began with it, by a cookie named after it: nobody can make
another's browser finish a sign-in that they began (RFC 9700, section 4.7.1).
"""

import hashlib
import logging
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from channels.gateway import sign_in_pages as pages
from channels.gateway.identity import Identity, IdentityDep
from channels.gateway.models import Conversation
from channels.gateway.services import Services, ServicesDep
from channels.gateway.settings import GatewaySettings
from channels.gateway.sign_in_client import SignInClient, SignInFailed
from channels.gateway.store.conversations import NotYours
from service import problems

log = logging.getLogger("luoxiaozheng.gateway.sign_in")

router = APIRouter(prefix="/api/sign-in", tags=["sign-in"])

SIGN_IN_LIVES_S = 600
"""As long as core keeps a state."""


def sign_in_client(services: ServicesDep) -> SignInClient:
    """The wire to core's identity module."""
    return services.sign_in


ClientDep = Annotated[SignInClient, Depends(sign_in_client)]


@router.get(
    "",
    response_class=Response,
    responses=problems.responses(401, 422, 429)
    | {302: {"description": "to the issuer"}, 404: {"content": {"text/html": {}}}},
)
async def go(
    conversation_id: Annotated[str, Query(max_length=64)],
    request: Request,
    identity: IdentityDep,
    services: ServicesDep,
    client: ClientDep,
    wanted: Literal["phone", "real_name", "face"] = "real_name",
) -> Response:
    """Send the browser to the issuer, to sign one of its own conversations in."""
    if not identity.traced:
        await services.limits.check(request.client.host if request.client else "unknown", None)
    try:
        conversation = await services.store.find(conversation_id, identity.owners)
    except NotYours:
        return pages.NO_CONVERSATION.page(404)
    settings: GatewaySettings = request.app.state.settings
    back = f"{settings.public_url.rstrip('/')}{router.prefix}/callback"
    try:
        started = await client.start(conversation.id, back, wanted)
    except SignInFailed as error:
        return _failed(error)
    response = RedirectResponse(started.authorize_url, status_code=302)
    response.set_cookie(
        _cookie(started.state),
        conversation.id,
        max_age=SIGN_IN_LIVES_S,
        path=router.prefix,
        httponly=True,
        samesite="lax",
        secure=settings.cookie_secure,
    )
    return response


@router.get("/callback", response_class=HTMLResponse, responses=problems.responses(401))
async def come_back(
    request: Request,
    identity: IdentityDep,
    services: ServicesDep,
    client: ClientDep,
    state: str = "",
    code: str = "",
    error: str = "",
) -> Response:
    """Finish what the issuer sent the browser back with, and say how it went."""
    conversation = await _begun_here(request, state, identity, services)
    if conversation is None:
        return pages.NOT_FROM_HERE.page(403)
    page = await _finish(conversation, state, code, error, services, client)
    page.delete_cookie(_cookie(state), path=router.prefix)
    return page


async def _finish(
    conversation: Conversation,
    state: str,
    code: str,
    error: str,
    services: Services,
    client: SignInClient,
) -> Response:
    if error == "access_denied":  # RFC 6749, section 4.1.2.1
        return pages.CANCELLED.page(200)
    if error or not (0 < len(state) <= 200 and 0 < len(code) <= 2000):
        return pages.failed("统一身份认证平台没有给出登录结果。").page(502)
    try:
        view = await client.complete(state, code)
        if view.session != conversation.id:
            await client.sign_out(view.session)
            return pages.NOT_FROM_HERE.page(403)
    except SignInFailed as failure:
        return _failed(failure)
    try:
        await services.road.after_sign_in(conversation)
    except Exception as failure:  # signed in all the same: the next message goes on
        log.error("nothing said after sign-in", extra={"error": type(failure).__name__})
    return pages.SIGNED_IN.page(200)


async def _begun_here(
    request: Request, state: str, identity: Identity, services: Services
) -> Conversation | None:
    """The conversation that this browser began the sign-in for, if it is still its own."""
    begun = request.cookies.get(_cookie(state), "")
    try:
        return await services.store.find(begun, identity.owners)
    except NotYours:
        return None


def _failed(failure: SignInFailed) -> Response:
    log.warning("sign-in failed", extra={"status": failure.status})
    status = failure.status if failure.status in (403, 503) else 502
    return pages.failed(failure.says).page(status)


def _cookie(state: str) -> str:
    return f"lxz_sign_in_{hashlib.sha256(state.encode()).hexdigest()[:16]}"
