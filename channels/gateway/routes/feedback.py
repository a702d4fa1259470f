"""POST /api/feedback: thumbs on cards."""

from fastapi import APIRouter, Request

from channels.gateway.identity import IdentityDep
from channels.gateway.masking import mask
from channels.gateway.services import ServicesDep
from channels.gateway.store.conversations import NotYours
from channels.gateway.wire import FeedbackReply, FeedbackRequest
from service import problems
from service.problems import ProblemError
from text.normalise import clean

router = APIRouter(prefix="/api", tags=["chat"])


@router.post("/feedback", responses=problems.responses(401, 404, 413, 422, 429))
async def give_feedback(
    feedback: FeedbackRequest, request: Request, identity: IdentityDep, services: ServicesDep
) -> FeedbackReply:
    """Keep a thumb on a card; a later one replaces it. The comment is kept masked."""
    if not identity.traced:
        await services.limits.check(request.client.host if request.client else "unknown", None)
    comment = mask(clean(feedback.comment)).text if feedback.comment else None
    try:
        await services.store.find(feedback.conversation_id, identity.owners)
    except NotYours:
        raise ProblemError(404, "没有这个对话。") from None
    kept = await services.store.rate(
        feedback.conversation_id, feedback.event_id, feedback.value, comment
    )
    if not kept:
        raise ProblemError(404, "这个对话里没有这张卡片。")
    return FeedbackReply(
        conversation_id=feedback.conversation_id, event_id=feedback.event_id, value=feedback.value
    )
