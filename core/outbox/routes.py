"""HTTP routes of the outbox (发件箱): its dead letters."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from core.context import ReadCore, WriteCore
from core.contract import Page
from core.outbox import dead
from core.outbox.dead import DeadNews
from core.security import scoped
from service import problems

router = APIRouter(
    prefix="/outbox",
    tags=["outbox"],
    dependencies=[Depends(scoped("clerk"))],
    responses=problems.responses(401, 403, 422),
)


@router.get("/dead")
def list_dead_news(
    core: ReadCore,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[str | None, Query(max_length=32)] = None,
) -> Page[DeadNews]:
    """The news that could not be delivered, newest first."""
    return dead.dead_news(core, limit, after)


@router.post("/dead/{event}/retry", status_code=204, responses=problems.responses(404))
def retry_dead_news(event: Annotated[int, Path(ge=1, lt=2**63)], core: WriteCore) -> None:
    """Try a dead letter again."""
    dead.retry(core, event)
    core.db.commit()
