"""What core does by the clock: it reminds of time limits and deletes what is over."""

import datetime as dt
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session, sessionmaker

from core import retention
from core.cases import deadlines
from core.context import SHENZHEN, Core
from core.context import now as real_now
from core.database import write_session
from core.parts import Parts
from core.security import Caller

log = logging.getLogger("luoxiaozheng.core.timers")

CALLER = Caller("timer", "clerk")
REMIND_EVERY = dt.timedelta(hours=1)
PURGE_EVERY = dt.timedelta(days=1)
LOOK_EVERY_S = 30.0


@dataclass
class _Job:
    name: str
    every: dt.timedelta
    work: Callable[[], None]
    due: dt.datetime


class Timers:
    """Works until stopped; each job for the first time soon after the start. A job that fails is
    logged and comes round again in its time."""

    def __init__(
        self,
        sessions: sessionmaker[Session],
        parts: Parts,
        *,
        now: Callable[[], dt.datetime] = real_now,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._sessions = sessions
        self._parts = parts
        self._now = now
        self._look_every_s = look_every_s
        self._jobs = [
            _Job("remind", REMIND_EVERY, self._remind, now()),
            _Job("retention", PURGE_EVERY, self._purge, now()),
        ]
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="timers", daemon=True)

    def start(self) -> None:
        """Begin, with a warning in the log where the calendar runs out soon."""
        calendar = self._parts.calendar
        if calendar.runs_out_soon(self._now().astimezone(SHENZHEN).date()):
            until = calendar.known_until.isoformat()
            log.warning(
                "calendar runs out", extra={"until": until, "set": "LXZ_CORE_HOLIDAYS_FILE"}
            )
        self._thread.start()

    def stop(self) -> None:
        """Stop after the job under way, if any."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def do_due(self) -> list[str]:
        """Do what is due now; the names of what was tried."""
        now = self._now()
        due = [job for job in self._jobs if job.due <= now]
        for job in due:
            job.due = now + job.every
            try:
                job.work()
            except Exception as error:
                log.error("timer failed", extra={"job": job.name, "error": type(error).__name__})
        return [job.name for job in due]

    def _run(self) -> None:
        while not self._stopping.wait(self._look_every_s):
            self.do_due()

    def _remind(self) -> None:
        with write_session(self._sessions) as db:
            number = deadlines.remind(Core(db, self._parts, CALLER, self._now()))
            db.commit()
        if number:
            log.info("reminded of time limits", extra={"cases": number})

    def _purge(self) -> None:
        for job, number in retention.run(self._sessions, self._parts, CALLER, dry_run=False):
            if number:
                log.info("time was over", extra={"what": job.name, "count": number})
