"""HTTP routes of cases (办件)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from core.cases import documents, results, review, service
from core.cases.look_up import look_up
from core.cases.numbers import spelled
from core.context import ReadCore, WriteCore
from core.contract import (
    CaseFile,
    CaseReview,
    CaseStep,
    CaseView,
    LookUp,
    Page,
    ResultCheck,
    SessionId,
)
from core.security import scoped
from service import problems

Number = Annotated[str, Path(min_length=1, max_length=40, description="in any spelling")]
Session = Annotated[SessionId, Query()]
Limit = Annotated[int, Query(ge=1, le=200)]
After = Annotated[str | None, Query(max_length=32)]

citizens = APIRouter(prefix="/cases", dependencies=[Depends(scoped("dialogue", "gateway"))])
papers = APIRouter(prefix="/cases", dependencies=[Depends(scoped("gateway"))])
clerks = APIRouter(prefix="/cases/review", dependencies=[Depends(scoped("clerk"))])


@citizens.post("/look-up", responses=problems.responses(404, 429))
def look_up_case(asked: LookUp, core: WriteCore) -> CaseView:
    """A case, to its owner or with a second proof. A wrong number and a wrong proof are the same
    answer after the same time."""
    found = look_up(core, asked)
    core.db.commit()
    return found


@citizens.get("")
def list_my_cases(
    session: Session, core: ReadCore, limit: Limit = 20, after: After = None
) -> Page[CaseView]:
    """The cases of who is signed in, newest first."""
    return service.my_cases(core, session, limit, after)


@papers.get("/verify/{code}")
def check_result(
    code: Annotated[str, Path(min_length=1, max_length=64)], core: ReadCore
) -> ResultCheck:
    """Whether a result document is genuine. Anybody with the document may know this much."""
    return results.check(core, code)


@clerks.get("")
def list_for_review(core: ReadCore, limit: Limit = 50, after: After = None) -> Page[CaseView]:
    """What waits for a clerk first, by time limit; then the rest."""
    return review.queue(core, limit, after)


@clerks.get("/{number}", responses=problems.responses(404))
def read_for_review(number: Number, core: WriteCore) -> CaseFile:
    """A case with its opened answers. Audited."""
    opened = review.open_case(core, number)
    core.db.commit()
    return opened


@clerks.post("/{number}", responses=problems.responses(404, 409))
def decide_case(number: Number, decision: CaseReview, core: WriteCore) -> CaseView:
    """Carry a clerk's decision out."""
    decided = review.review(core, number, decision)
    core.db.commit()
    return decided


@citizens.get("/{number}", responses=problems.responses(404))
def read_case(number: Number, session: Session, core: ReadCore) -> CaseView:
    """A case of who is signed in."""
    return service.one(core, number, session)


@citizens.post("/{number}/steps", responses=problems.responses(404, 409))
def take_step(number: Number, step: CaseStep, core: WriteCore) -> CaseView:
    """Withdraw, follow, unfollow, ask for a person's review, or begin a correction."""
    seen = service.take_step(core, number, step)
    core.db.commit()
    return seen


@papers.get(
    "/{number}/result",
    response_class=Response,
    responses=problems.responses(404, 409, 503)
    | {200: {"content": {"application/pdf": {}}, "description": "the result document"}},
)
def read_result(number: Number, session: Session, core: WriteCore) -> Response:
    """The result document of an approved case, for its owner."""
    document = documents.result_document(core, number, session)
    core.db.commit()
    return Response(
        document,
        media_type="application/pdf",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{spelled(number)}.pdf"',
        },
    )


router = APIRouter(tags=["cases"], responses=problems.responses(401, 403, 422))
router.include_router(clerks)
router.include_router(papers)
router.include_router(citizens)
