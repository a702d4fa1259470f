"""GET /api/guides: the guides, read-only, for a screen that shows them."""

from fastapi import APIRouter

from channels.gateway import guides
from channels.gateway.services import ServicesDep
from channels.gateway.wire import GuideDetail, GuideSummary
from service import problems
from service.problems import ProblemError

router = APIRouter(prefix="/api/guides", tags=["guides"])


@router.get("")
async def list_guides(services: ServicesDep) -> list[GuideSummary]:
    """All guides, by theme and id."""
    found = (await services.shelf.guides()).values()
    return [guides.summary(one) for one in sorted(found, key=lambda g: (g.theme, g.id))]


@router.get("/{item}", responses=problems.responses(404, 422))
async def read_guide(item: str, services: ServicesDep) -> GuideDetail:
    """One guide with its facts and sources."""
    guide = (await services.shelf.guides()).get(item)
    if guide is None:
        raise ProblemError(404, "没有这份办事指南。")
    return guides.detail(guide)
