"""HTTP routes of the audit (审计)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from core.audit import service
from core.context import ReadCore
from core.contract import AuditEntry, Page, SessionId
from core.identity import service as identity
from core.security import scoped
from service import problems
from service.problems import ProblemError

router = APIRouter(
    prefix="/audit",
    tags=["audit"],
    dependencies=[Depends(scoped("dialogue", "gateway"))],
    responses=problems.responses(401, 403, 422),
)


@router.get("/about")
def list_about(
    session: Annotated[SessionId, Query()],
    core: ReadCore,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[str | None, Query(max_length=32)] = None,
) -> Page[AuditEntry]:
    """What was done and looked up about the person who is signed in, newest first."""
    person = identity.person_of(core, session)
    if person is None:
        raise ProblemError(403, "请先登录, 再查看您的信息被谁用过。")
    return service.about(core, person.id, limit, after)
