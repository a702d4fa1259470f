"""POST /api/conversations/{id}/uploads: a photo or file for a form."""

from fastapi import APIRouter, Request, UploadFile

from channels.gateway.core_client import FileNotKept
from channels.gateway.identity import IdentityDep
from channels.gateway.services import ServicesDep
from channels.gateway.store.conversations import NotYours
from core.contract import FileKept
from service import problems
from service.problems import ProblemError

router = APIRouter(prefix="/api", tags=["chat"])


@router.post(
    "/conversations/{conversation_id}/uploads",
    responses=problems.responses(401, 404, 413, 415, 422, 429, 503),
)
async def upload(
    conversation_id: str,
    file: UploadFile,
    request: Request,
    identity: IdentityDep,
    services: ServicesDep,
) -> FileKept:
    """Keep a file of at most 10 MB for one's own conversation: JPEG, PNG or PDF by its content.
    Send the token as the text of a message to hand it in."""
    if not identity.traced:
        address = request.client.host if request.client else "unknown"
        await services.limits.check(address, conversation_id)
    try:
        await services.store.find(conversation_id, identity.owners)
    except NotYours:
        raise ProblemError(404, "没有这个对话。") from None
    name = (file.filename or "")[-200:]
    try:
        return await services.core.keep_file(conversation_id, name, await file.read())
    except FileNotKept as error:
        raise ProblemError(error.status, error.detail) from None
