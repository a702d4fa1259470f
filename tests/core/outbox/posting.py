"""News that is published, and a gateway that it is posted to, by a clock of the test's own."""

import datetime as dt
from collections.abc import Callable
from typing import cast

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from core.context import Core
from core.contract import News
from core.database import write_session
from core.outbox import service
from core.outbox.delivery import Deliverer
from core.outbox.models import OutboxRow
from core.parts import Parts
from core.security import Caller

START = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
Answer = Callable[[httpx.Request], httpx.Response]


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> dt.datetime:
        return self.time

    def passes(self, wait: dt.timedelta) -> None:
        self.time += wait


class Gateway:
    """The other side. `answers` holds the status of each coming request, then 204."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.answers: list[int] = []
        self.before_answering: Callable[[], None] = lambda: None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.before_answering()
        return httpx.Response(self.answers.pop(0) if self.answers else 204)

    @property
    def keys(self) -> list[str]:
        return [request.headers["Idempotency-Key"] for request in self.requests]


def core_of(db: Session, at: dt.datetime = START) -> Core:
    """Core as the dialogue calls it."""
    return Core(db, cast(Parts, None), Caller("dialogue", "dialogue"), at)


def publish(maker: sessionmaker[Session], *keys: str, at: dt.datetime = START) -> None:
    """News of these keys; what stands before a dash is the session."""
    with write_session(maker) as db:
        core = core_of(db, at)
        for key in keys:
            news = News(
                key=key, session=key.partition("-")[0], kind="deadline_near", says="快到期了。"
            )
            service.publish(core, news)
        db.commit()


def to(answer: Answer, maker: sessionmaker[Session], clock: Clock) -> Deliverer:
    client = httpx.Client(transport=httpx.MockTransport(answer))
    return Deliverer(maker, "http://gateway/news", "the-token", client=client, now=clock)


def rows(maker: sessionmaker[Session]) -> dict[str, OutboxRow]:
    with maker() as db:
        return {row.key: row for row in db.scalars(select(OutboxRow))}
