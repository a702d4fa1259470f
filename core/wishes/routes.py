"""HTTP routes of the wishes to talk to a person (转人工意愿)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response
from sqlalchemy.orm import Session

from core.contract import Page, Wish, WishCreate
from core.database import SessionDep, writing
from core.security import scoped
from core.wishes import service
from service import problems
from service.problems import ProblemError

router = APIRouter(
    prefix="/wishes",
    tags=["wishes"],
    dependencies=[Depends(scoped("dialogue", "clerk"))],
    responses=problems.responses(401, 403, 422),
)


@router.post(
    "",
    status_code=201,
    responses=problems.responses(409, 503)
    | {200: {"model": Wish, "description": "filed before under the same key"}},
)
def create_wish(
    wish: WishCreate,
    session: Annotated[Session, Depends(writing)],
    response: Response,
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=128)] = None,
) -> Wish:
    """File a wish. With an idempotency key, in the header or the body, it is filed once."""
    if idempotency_key is not None:
        if wish.idempotency_key not in (None, idempotency_key):
            raise ProblemError(422, "请求头与内容里的 idempotency key 不一致。")
        wish = wish.model_copy(update={"idempotency_key": idempotency_key})
    filed, new = service.file_wish(session, wish)
    if not new:
        response.status_code = 200
    return filed


@router.get("")
def list_wishes(
    session: SessionDep,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[str | None, Query(max_length=32)] = None,
) -> Page[Wish]:
    """The filed wishes, newest first."""
    return service.list_wishes(session, limit, after)


@router.get("/{reference}", responses=problems.responses(404))
def read_wish(reference: str, session: SessionDep) -> Wish:
    """One wish by its reference."""
    return service.find_wish(session, reference)
