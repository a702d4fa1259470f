"""What core does by the clock: it reminds of time limits and deletes what is over."""

import datetime as dt
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session, sessionmaker

from core import retention
from core.appointments import service as appointments
from core.cases import deadlines
from core.context import SHENZHEN, Core
from core.context import now as real_now
from core.database import write_session
from core.parts import Parts
from core.payments import polling as payments
from core.pushes import service as pushes
from core.security import Caller
from core.work_orders import deadlines as work_orders

log = logging.getLogger("luoxiaozheng.core.timers")

CALLER = Caller("timer", "clerk")
REMIND_EVERY = dt.timedelta(hours=1)
APPOINTMENTS_EVERY = dt.timedelta(minutes=1)
PAYMENTS_EVERY = dt.timedelta(seconds=30)
PUSHES_EVERY = dt.timedelta(minutes=1)
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
            _Job("appointments", APPOINTMENTS_EVERY, self._appointments, now()),
            _Job("payments", PAYMENTS_EVERY, self._payments, now()),
            _Job("pushes", PUSHES_EVERY, self._pushes, now()),
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
            core = Core(db, self._parts, CALLER, self._now())
            number, orders = deadlines.remind(core), work_orders.remind(core)
            db.commit()
        if number or orders:
            log.info("reminded of time limits", extra={"cases": number, "work_orders": orders})

    def _appointments(self) -> None:
        with write_session(self._sessions) as db:
            core = Core(db, self._parts, CALLER, self._now())
            missed, near = appointments.mark_no_shows(core), appointments.remind(core)
            db.commit()
        if missed or near:
            log.info("looked at appointments", extra={"missed": missed, "near": near})

    def _payments(self) -> None:
        number = payments.run(self._sessions, lambda db: Core(db, self._parts, CALLER, self._now()))
        if number:
            log.info("asked about payments", extra={"orders": number})

    def _pushes(self) -> None:
        with write_session(self._sessions) as db:
            core = Core(db, self._parts, CALLER, self._now())
            pushes.work(core)
            pushes.remind(core)
            sent = pushes.send_due(core)
            db.commit()
        if sent:
            log.info("pushed", extra={"count": sent})

    def _purge(self) -> None:
        for job, number in retention.run(self._sessions, self._parts, CALLER, dry_run=False):
            if number:
                log.info("time was over", extra={"what": job.name, "count": number})
