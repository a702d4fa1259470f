"""HTTP routes of pushes by consent (推送)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from core.context import ReadCore, WriteCore
from core.contract import (
    CampaignCreate,
    CampaignView,
    PushChoice,
    PushStop,
    PushView,
    SessionId,
)
from core.pushes import service
from core.security import scoped
from service import problems

router = APIRouter(
    prefix="/pushes", tags=["pushes"], responses=problems.responses(401, 403, 404, 409, 422)
)
CITIZENS = [Depends(scoped("dialogue", "gateway"))]


@router.get("", dependencies=CITIZENS)
def read_choices(session: Annotated[SessionId, Query()], core: ReadCore) -> PushView:
    """What this session, or who is signed in there, is told by itself."""
    return service.view(core, session)


@router.post("", dependencies=CITIZENS)
def make_choice(choice: PushChoice, core: WriteCore) -> PushView:
    """Opt in or out of one topic. Opting in needs a sign-in."""
    seen = service.choose(core, choice)
    core.db.commit()
    return seen


@router.post("/stop", dependencies=CITIZENS)
def stop_all(asked: PushStop, core: WriteCore) -> PushView:
    """Unsubscribe from everything (退订)."""
    seen = service.stop(core, asked)
    core.db.commit()
    return seen


@router.post("/campaigns", dependencies=[Depends(scoped("clerk"))])
def begin_campaign(asked: CampaignCreate, core: WriteCore) -> CampaignView:
    """Tell everybody who asked for new policies and whom the matter seems to fit. The same key
    again says how far it got."""
    seen = service.create(core, asked)
    core.db.commit()
    return seen
