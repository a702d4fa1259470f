"""POST /api/chat: one message in, cards out."""

from fastapi import APIRouter, Request, Response

from channels.gateway.identity import COOKIE, IdentityDep
from channels.gateway.services import ServicesDep
from channels.gateway.settings import GatewaySettings
from channels.gateway.wire import ChatReply, ChatRequest
from service import problems

router = APIRouter(prefix="/api", tags=["chat"])


@router.post(
    "/chat",
    response_model_exclude_none=True,
    responses=problems.responses(401, 404, 413, 422, 429),
)
async def chat(
    message: ChatRequest,
    request: Request,
    response: Response,
    identity: IdentityDep,
    services: ServicesDep,
) -> ChatReply:
    """Answer one message. A stranger gets a cookie, to whom the conversation belongs."""
    address = request.client.host if request.client else "unknown"
    reply = await services.road.travel(message, identity, address)
    if identity.new_cookie is not None:
        settings: GatewaySettings = request.app.state.settings
        response.set_cookie(
            COOKIE,
            identity.new_cookie,
            max_age=settings.cookie_days * 86_400,
            httponly=True,
            samesite="lax",
            secure=settings.cookie_secure,
        )
    return reply
