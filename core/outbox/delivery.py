"""Delivering news: a thread that POSTs it, each session's in order, each at least once.

Several processes may deliver from one database: each claims a piece of news for a while before
it sends it, with `FOR UPDATE SKIP LOCKED` on PostgreSQL and under the write lock on SQLite. Who
dies with a claim loses it when its time is up, and the news is sent again under the same key.
"""

import datetime as dt
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

import httpx
from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, aliased, sessionmaker

from core.context import now as real_now
from core.database import write_session
from core.outbox import wake
from core.outbox.models import OutboxRow
from core.outbox.service import WAITING

log = logging.getLogger("luoxiaozheng.core.outbox")

ATTEMPTS = 20
FIRST_WAIT_S, LONGEST_WAIT_S = 1, 300
LOOK_EVERY_S = 2.0
TIMEOUT_S = 10.0
CLAIM = dt.timedelta(seconds=60)
"""Longer than an attempt can take: connecting, sending, waiting and reading each time out."""

WORTH_ANOTHER_TRY = frozenset({401, 403, 404, 408, 429})
"""Client errors that configuration or time can cure; any other means that the news is refused."""


def wait_after(attempts: int) -> dt.timedelta:
    """How long to wait after so many failed attempts: 1 s, 2 s, 4 s, up to 5 minutes."""
    return dt.timedelta(seconds=min(FIRST_WAIT_S * 2 ** (attempts - 1), LONGEST_WAIT_S))


@dataclass(frozen=True)
class _Claimed:
    id: int
    key: str
    kind: str
    payload: str
    attempts: int
    until: dt.datetime


class Deliverer:
    """Delivers until stopped. With an empty url nothing is sent and everything is kept."""

    def __init__(
        self,
        sessions: sessionmaker[Session],
        url: str,
        token: str,
        *,
        client: httpx.Client | None = None,
        now: Callable[[], dt.datetime] = real_now,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._sessions = sessions
        self._url = url
        self._token = token
        self._client = client or httpx.Client(timeout=TIMEOUT_S, trust_env=False)
        self._now = now
        self._look_every_s = look_every_s
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)

    def start(self) -> None:
        if self._url:
            wake.listen(self._wake)
            self._thread.start()

    def stop(self) -> None:
        """Stop after the attempt under way, if any."""
        self._stopping.set()
        self._wake.set()
        wake.stop_listening(self._wake)
        if self._thread.is_alive():
            self._thread.join()
        self._client.close()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.deliver_due()
            except Exception as error:
                log.error("outbox stumbled", extra={"error": type(error).__name__})
            self._wake.wait(self._look_every_s)
            self._wake.clear()

    def deliver_due(self) -> int:
        """Try everything that is due now, once each; how many attempts were made."""
        attempts = 0
        while not self._stopping.is_set() and (claimed := self._claim()) is not None:
            attempts += 1
            self._note(claimed, self._send(claimed))
        return attempts

    def _claim(self) -> _Claimed | None:
        """Take the oldest news that is due and has no older news of its session waiting."""
        now = self._now()
        older = aliased(OutboxRow)
        first = ~exists().where(
            older.session == OutboxRow.session,
            older.id < OutboxRow.id,
            older.delivered_at.is_(None),
            older.dead_at.is_(None),
        )
        free = OutboxRow.claimed_until.is_(None) | (OutboxRow.claimed_until <= now)
        query = (
            select(OutboxRow)
            .where(WAITING, OutboxRow.next_try_at <= now, free, first)
            .order_by(OutboxRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        with write_session(self._sessions) as db:
            row = db.scalars(query).one_or_none()
            if row is None:
                return None
            row.claimed_until = until = now + CLAIM
            claimed = _Claimed(row.id, row.key, row.kind, row.payload, row.attempts, until)
            db.commit()
        return claimed

    def _send(self, claimed: _Claimed) -> int | str:
        """The status of the answer, or the kind of error where there is none."""
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
            "Idempotency-Key": claimed.key,
        }
        try:
            answer = self._client.post(self._url, content=claimed.payload, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return type(error).__name__
        return answer.status_code

    def _note(self, claimed: _Claimed, answer: int | str) -> None:
        """Write down what came of an attempt, unless the claim was lost meanwhile."""
        now = self._now()
        attempts = claimed.attempts + 1
        values: dict[str, object] = {"attempts": attempts, "claimed_until": None}
        if isinstance(answer, int) and 200 <= answer < 300:
            values |= {"delivered_at": now, "failure": ""}
        else:
            values["failure"] = str(answer)
            dead = is_refusal(answer) or attempts >= ATTEMPTS
            values |= {"dead_at": now} if dead else {"next_try_at": now + wait_after(attempts)}
            log.warning(
                "news not delivered",
                extra={"event": claimed.id, "kind": claimed.kind, "answer": answer, "dead": dead},
            )
        mine = (OutboxRow.id == claimed.id) & (OutboxRow.claimed_until == claimed.until)
        with write_session(self._sessions) as db:
            db.execute(update(OutboxRow).where(mine).values(values))
            db.commit()


def is_refusal(answer: int | str) -> bool:
    """Whether trying again is of no use."""
    return isinstance(answer, int) and 400 <= answer < 500 and answer not in WORTH_ANOTHER_TRY
