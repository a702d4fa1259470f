"""Which sessions hear the news of a case."""

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from core.cases.models import CaseRow, FollowRow
from core.context import Core


def followers(core: Core, row: CaseRow) -> list[str]:
    """The sessions that follow a case."""
    query = select(FollowRow.session).where(FollowRow.case_id == row.id).order_by(FollowRow.id)
    return list(core.db.scalars(query))


def follow(core: Core, row: CaseRow, session: str) -> None:
    """Let a session hear the news of a case; once is enough."""
    if session in followers(core, row):
        return
    try:
        with core.db.begin_nested():
            core.db.add(FollowRow(case_id=row.id, session=session))
    except IntegrityError:  # it follows since a moment ago
        return


def unfollow(core: Core, row: CaseRow, session: str) -> None:
    """Let a session hear no more."""
    this = FollowRow.case_id == row.id, FollowRow.session == session
    core.db.execute(delete(FollowRow).where(*this))
