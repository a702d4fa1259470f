"""DELETE /api/conversations/{id}: a conversation is deleted by who began it."""

from fastapi import APIRouter

from channels.gateway.identity import IdentityDep
from channels.gateway.services import ServicesDep
from channels.gateway.store.conversations import NotYours
from service import problems
from service.problems import ProblemError

router = APIRouter(prefix="/api", tags=["chat"])


@router.delete(
    "/conversations/{conversation_id}",
    status_code=204,
    responses=problems.responses(401, 404, 422),
)
async def delete_conversation(
    conversation_id: str, identity: IdentityDep, services: ServicesDep
) -> None:
    """Delete one's own conversation with all that was said in it. Drafts and cases stay."""
    try:
        conversation = await services.store.find(conversation_id, identity.owners)
    except NotYours:
        raise ProblemError(404, "没有这个对话。") from None
    await services.store.delete(conversation.id)
    services.vault.forget(conversation.id)
