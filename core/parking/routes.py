"""HTTP route of parking (停车)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from core.context import ReadCore
from core.contract import ParksFound
from core.parking import service
from core.security import scoped
from service import problems

router = APIRouter(
    prefix="/parking",
    tags=["parking"],
    responses=problems.responses(401, 403, 422),
    dependencies=[Depends(scoped("dialogue", "gateway"))],
)


@router.get("")
def find_parks(
    core: ReadCore,
    near: Annotated[str, Query(min_length=1, max_length=60, description="e.g. 水贝")],
    at: Annotated[str | None, Query(max_length=60, description="when, as it was said")] = None,
    limit: Annotated[int, Query(ge=1, le=10)] = service.LIMIT,
) -> ParksFound:
    """Car parks near a place, with the free places of the minute."""
    return service.find_parks(core, near, at, limit)
