"""Look-ups by a number and a second proof: failed tries are counted, so that neither is guessed.

They are counted by session and by number, so that a number cannot be guessed at from many sessions,
and kept as digests: what was typed for a number may be anything.
"""

import datetime as dt
import time
from dataclasses import dataclass

from sqlalchemy import String, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from core.context import Core
from service.columns import UtcDateTime
from service.problems import ProblemError

WINDOW = dt.timedelta(minutes=15)
TRIES_A_SESSION = 5
TRIES_A_NUMBER = 20
FLOOR_S = 0.15
"""A refusal takes this long, whatever was wrong."""


class TryColumns:
    """A failed look-up. `who` is a keyed digest of a session or a number."""

    __tablename__: str

    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)


@dataclass(frozen=True)
class Guard:
    """Of one kind of thing that is looked up. `instead`: what one may do who tried too often."""

    table: type[TryColumns]
    instead: str

    def refuse(self, core: Core, session: str, number: str) -> None:
        """A 429 problem after too many failed tries in the window."""
        since = core.now - WINDOW
        for who, allowed in self._counted(core, session, number).items():
            tries = select(func.count(), func.min(self.table.at)).where(
                self.table.who == who, self.table.at > since
            )
            count, first = core.db.execute(tries).one()
            if count < allowed:
                continue
            wait = max(1, int((first + WINDOW - core.now).total_seconds()) + 1)
            raise ProblemError(
                429,
                f"试的次数太多了，请 {-(-wait // 60)} 分钟后再试，或者{self.instead}。",
                {"Retry-After": str(wait)},
            )

    def count(self, core: Core, session: str, number: str) -> None:
        """Add a failed try."""
        who = self._counted(core, session, number)
        core.db.execute(insert(self.table), [{"who": one, "at": core.now} for one in who])

    def fail(self, core: Core, session: str, number: str, began: float) -> None:
        """Count a failed try and commit, which lets go of SQLite's write lock; then wait until
        FLOOR_S after `began` (time.perf_counter), so that the time tells nothing."""
        self.count(core, session, number)
        self.forget(core)
        core.db.commit()
        time.sleep(max(0.0, FLOOR_S - (time.perf_counter() - began)))

    def forget(self, core: Core, dry_run: bool = False) -> int:
        """Delete tries that count no more; how many. With `dry_run` they are counted only."""
        old = self.table.at <= core.now - WINDOW
        number = core.db.scalar(select(func.count()).select_from(self.table).where(old)) or 0
        if not dry_run:
            core.db.execute(delete(self.table).where(old))
        return number

    def _counted(self, core: Core, session: str, number: str) -> dict[str, int]:
        """Whose failed tries are counted, and how many are allowed."""
        cipher, name = core.parts.cipher, self.table.__tablename__
        return {
            cipher.digest(session, f"{name}.session"): TRIES_A_SESSION,
            cipher.digest(number, f"{name}.number"): TRIES_A_NUMBER,
        }
