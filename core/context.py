"""What a service function of core is given: the database, the parts, who calls, what time it is."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from core.database import session, writing
from core.parts import Parts
from core.security import Caller, require_service

SHENZHEN = ZoneInfo("Asia/Shanghai")


def now() -> dt.datetime:
    """The clock of every call; what depends on it in a route can be given another."""
    return dt.datetime.now(dt.UTC)


Now = Annotated[dt.datetime, Depends(now)]


@dataclass
class Core:
    """One call. Services write to `db`; the route commits once, at its end."""

    db: Session
    parts: Parts
    caller: Caller
    now: dt.datetime = field(default_factory=now)
    """Aware, UTC; the same for the whole call."""

    @property
    def today(self) -> dt.date:
        """The day in Shenzhen: the `as_of` of a decision made now."""
        return self.now.astimezone(SHENZHEN).date()


def reading(
    request: Request,
    db: Annotated[Session, Depends(session)],
    caller: Annotated[Caller, Depends(require_service)],
    now: Now,
) -> Core:
    """A call that only reads."""
    return Core(db, request.app.state.parts, caller, now)


def changing(
    request: Request,
    db: Annotated[Session, Depends(writing)],
    caller: Annotated[Caller, Depends(require_service)],
    now: Now,
) -> Core:
    """A call that may write; it holds SQLite's write lock from the start. Commit at the end."""
    return Core(db, request.app.state.parts, caller, now)


ReadCore = Annotated[Core, Depends(reading)]
WriteCore = Annotated[Core, Depends(changing)]
