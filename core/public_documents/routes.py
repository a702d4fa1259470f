"""HTTP routes of public documents (政务公开)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from core.context import ReadCore
from core.contract import DocumentKind, DocumentsFound
from core.public_documents import service
from core.security import scoped
from service import problems

router = APIRouter(
    prefix="/public-documents",
    tags=["public documents"],
    dependencies=[Depends(scoped("dialogue", "gateway", "clerk"))],
    responses=problems.responses(401, 403, 422),
)


@router.get("")
def find_documents(
    core: ReadCore,
    q: Annotated[str, Query(max_length=200, description="words; empty = the newest")] = "",
    kind: DocumentKind | None = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> DocumentsFound:
    """Documents by their words, the best first, without their texts."""
    return service.find(core, q, kind, limit)
