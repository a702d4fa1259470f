"""HTTP routes of drafts (草稿)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from core.context import WriteCore
from core.contract import DraftCreate, DraftStep, DraftView, SessionId, StepResult
from core.drafts import service
from core.security import scoped
from service import problems

router = APIRouter(
    prefix="/drafts",
    tags=["drafts"],
    dependencies=[Depends(scoped("dialogue", "gateway"))],
    responses=problems.responses(401, 403, 422),
)


@router.post("", responses=problems.responses(404, 503))
def open_draft(create: DraftCreate, core: WriteCore) -> DraftView:
    """Begin an application, or go on with the one that is open."""
    draft = service.open_draft(core, create)
    core.db.commit()
    return draft


@router.get("")
def list_drafts(session: Annotated[SessionId, Query()], core: WriteCore) -> list[DraftView]:
    """The open drafts of a session and of who is signed in there, the newest first."""
    drafts = service.open_drafts(core, session)
    core.db.commit()
    return drafts


@router.get("/{draft_id}", responses=problems.responses(404))
def read_draft(draft_id: str, session: Annotated[SessionId, Query()], core: WriteCore) -> DraftView:
    """One draft of this session, or of who is signed in there."""
    draft = service.read_draft(core, draft_id, session)
    core.db.commit()
    return draft


@router.post("/{draft_id}/steps", responses=problems.responses(404, 409, 503))
def take_step(draft_id: str, step: DraftStep, core: WriteCore) -> StepResult:
    """Answer, go back, skip, edit, hand in or throw away. The same key twice does it once."""
    result = service.take_step(core, draft_id, step)
    core.db.commit()
    return result
