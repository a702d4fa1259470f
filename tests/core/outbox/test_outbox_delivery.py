"""News leaves core: in order, at least once, with back-off, to dead letters where it must."""

import datetime as dt
import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from core.context import Core
from core.contract import News
from core.database import make_engine, migrate, write_session
from core.outbox import delivery, service
from core.outbox.delivery import ATTEMPTS, CLAIM, Deliverer, is_refusal, wait_after
from core.outbox.models import OutboxRow
from core.parts import Parts
from core.security import Caller
from tests.databases import KINDS, fresh_database

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


@pytest.fixture(params=KINDS)
def maker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sessionmaker[Session]]:
    with fresh_database(request.param, tmp_path) as url:
        migrate(url)
        engine = make_engine(url)
        yield sessionmaker(engine, expire_on_commit=False)
        engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def deliverer(maker: sessionmaker[Session], clock: Clock, gateway: Gateway) -> Deliverer:
    return to(gateway, maker, clock)


def to(answer: Answer, maker: sessionmaker[Session], clock: Clock) -> Deliverer:
    client = httpx.Client(transport=httpx.MockTransport(answer))
    return Deliverer(maker, "http://gateway/news", "the-token", client=client, now=clock)


def publish(maker: sessionmaker[Session], *keys: str, at: dt.datetime = START) -> None:
    """News of these keys; what stands before a dash is the session."""
    with write_session(maker) as db:
        core = Core(db, cast(Parts, None), Caller("dialogue", "dialogue"), at)
        for key in keys:
            news = News(
                key=key, session=key.partition("-")[0], kind="deadline_near", says="快到期了。"
            )
            service.publish(core, news)
        db.commit()


def rows(maker: sessionmaker[Session]) -> dict[str, OutboxRow]:
    with maker() as db:
        return {row.key: row for row in db.scalars(select(OutboxRow))}


def test_news_is_posted_with_the_token_and_its_key(
    maker: sessionmaker[Session], deliverer: Deliverer, gateway: Gateway
) -> None:
    publish(maker, "a-1")
    assert deliverer.deliver_due() == 1
    request = gateway.requests[0]
    assert (request.method, str(request.url)) == ("POST", "http://gateway/news")
    assert request.headers["Authorization"] == "Bearer the-token"
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["Idempotency-Key"] == "a-1"
    news = News.model_validate_json(request.content)
    assert (news.key, news.session, news.says) == ("a-1", "a", "快到期了。")
    assert deliverer.deliver_due() == 0
    assert rows(maker)["a-1"].delivered_at == START


def test_the_same_key_is_published_once(
    maker: sessionmaker[Session], deliverer: Deliverer, gateway: Gateway
) -> None:
    publish(maker, "a-1", "a-1")
    publish(maker, "a-1")
    deliverer.deliver_due()
    publish(maker, "a-1")
    deliverer.deliver_due()
    assert gateway.keys == ["a-1"]


def test_what_is_not_committed_is_not_sent(
    maker: sessionmaker[Session], deliverer: Deliverer
) -> None:
    with write_session(maker) as db:
        core = Core(db, cast(Parts, None), Caller("dialogue", "dialogue"), START)
        service.publish(core, News(key="a-1", session="a", kind="deadline_near"))
        db.rollback()
    assert deliverer.deliver_due() == 0


@pytest.mark.parametrize("key", ["键", "a\nb", "a\x7f"])
def test_a_key_that_fits_no_header_is_refused(maker: sessionmaker[Session], key: str) -> None:
    with write_session(maker) as db, pytest.raises(ValueError, match="printable"):
        core = Core(db, cast(Parts, None), Caller("dialogue", "dialogue"), START)
        service.publish(core, News(key=key, session="a", kind="deadline_near"))


def test_a_session_waits_for_its_oldest_news_and_others_do_not(
    maker: sessionmaker[Session], deliverer: Deliverer, gateway: Gateway, clock: Clock
) -> None:
    publish(maker, "a-1", "a-2", "b-1", "a-3")
    gateway.answers = [503]
    deliverer.deliver_due()
    assert gateway.keys == ["a-1", "b-1"]
    clock.passes(dt.timedelta(seconds=1))
    deliverer.deliver_due()
    assert gateway.keys == ["a-1", "b-1", "a-1", "a-2", "a-3"]


def test_the_pause_doubles_up_to_five_minutes_and_then_the_letter_is_dead(
    maker: sessionmaker[Session], deliverer: Deliverer, gateway: Gateway, clock: Clock
) -> None:
    publish(maker, "a-1", "a-2")
    gateway.answers = [500] * ATTEMPTS
    pauses: list[float] = []
    deliverer.deliver_due()
    while (row := rows(maker)["a-1"]).dead_at is None:
        pauses.append((row.next_try_at - clock.time).total_seconds())
        clock.time = row.next_try_at - dt.timedelta(microseconds=1)
        assert deliverer.deliver_due() == 0
        clock.time = row.next_try_at
        deliverer.deliver_due()
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256] + [300] * 10
    assert (rows(maker)["a-1"].attempts, rows(maker)["a-1"].failure) == (ATTEMPTS, "500")
    assert gateway.keys[-1] == "a-2"


@given(st.integers(1, 10_000))
def test_no_pause_is_shorter_than_a_second_or_longer_than_five_minutes(attempts: int) -> None:
    assert 1 <= wait_after(attempts).total_seconds() <= 300


@pytest.mark.parametrize("status", [400, 405, 409, 413, 422])
def test_news_that_is_refused_is_dead_at_once_and_the_next_goes_on(
    maker: sessionmaker[Session], deliverer: Deliverer, gateway: Gateway, status: int
) -> None:
    publish(maker, "a-1", "a-2")
    gateway.answers = [status]
    deliverer.deliver_due()
    found = rows(maker)
    assert (found["a-1"].dead_at, found["a-1"].failure) == (START, str(status))
    assert found["a-2"].delivered_at == START


@pytest.mark.parametrize("status", [301, 401, 403, 404, 408, 429, 500, 502, 503])
def test_news_is_tried_again_after(
    maker: sessionmaker[Session],
    deliverer: Deliverer,
    gateway: Gateway,
    clock: Clock,
    status: int,
) -> None:
    publish(maker, "a-1")
    gateway.answers = [status]
    deliverer.deliver_due()
    clock.passes(dt.timedelta(seconds=1))
    deliverer.deliver_due()
    assert gateway.keys == ["a-1", "a-1"]
    assert rows(maker)["a-1"].delivered_at == clock.time


def test_news_is_tried_again_when_nobody_answers(
    maker: sessionmaker[Session], clock: Clock, gateway: Gateway
) -> None:
    def nobody(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("the words of an error may quote data")

    publish(maker, "a-1")
    to(nobody, maker, clock).deliver_due()
    assert rows(maker)["a-1"].failure == "ConnectError"
    assert not is_refusal("ConnectError")
    clock.passes(dt.timedelta(seconds=1))
    to(gateway, maker, clock).deliver_due()
    assert gateway.keys == ["a-1"]


def test_who_dies_while_sending_loses_the_claim_and_the_news_is_sent_again(
    maker: sessionmaker[Session], deliverer: Deliverer, gateway: Gateway, clock: Clock
) -> None:
    class Killed(BaseException):
        """As if the process had ended: nothing after it runs."""

    def die() -> None:
        raise Killed

    publish(maker, "a-1", "a-2")
    gateway.before_answering = die
    with pytest.raises(Killed):
        deliverer.deliver_due()
    gateway.before_answering = lambda: None
    assert to(gateway, maker, clock).deliver_due() == 0
    clock.passes(CLAIM)
    assert to(gateway, maker, clock).deliver_due() == 2
    assert gateway.keys == ["a-1", "a-1", "a-2"]


def test_an_answer_that_comes_after_the_claim_was_lost_changes_nothing(
    maker: sessionmaker[Session], deliverer: Deliverer, gateway: Gateway, clock: Clock
) -> None:
    other = Gateway()

    def take_too_long() -> None:
        clock.passes(CLAIM)
        to(other, maker, clock).deliver_due()
        clock.passes(dt.timedelta(seconds=1))

    publish(maker, "a-1")
    gateway.before_answering = take_too_long
    gateway.answers = [422]
    deliverer.deliver_due()
    row = rows(maker)["a-1"]
    assert other.keys == ["a-1"]
    assert (row.delivered_at, row.dead_at) == (START + CLAIM, None)


def test_several_processes_deliver_each_piece_once_and_in_order(
    maker: sessionmaker[Session],
) -> None:
    received: dict[str, list[str]] = defaultdict(list)
    lock = threading.Lock()

    def answer(request: httpx.Request) -> httpx.Response:
        with lock:
            key = request.headers["Idempotency-Key"]
            received[key.partition("-")[0]].append(key)
        time.sleep(0.002)
        return httpx.Response(204)

    expected = {session: [f"{session}-{number}" for number in range(10)] for session in "abcdef"}
    publish(maker, *(expected[session][number] for number in range(10) for session in expected))
    clock = Clock()

    def work() -> None:
        while any(row.delivered_at is None for row in rows(maker).values()):
            to(answer, maker, clock).deliver_due()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert received == expected


class Listening:
    """A real gateway on a real socket, which says when something arrived."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, object]] = []
        self.arrived = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                outer.bodies.append(json.loads(self.rfile.read(length)))
                self.send_response(204)
                self.end_headers()
                outer.arrived.set()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/internal/news"


@pytest.fixture
def listening() -> Iterator[Listening]:
    gateway = Listening()
    thread = threading.Thread(target=gateway.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield gateway
    gateway.server.shutdown()
    thread.join()
    gateway.server.server_close()


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def wait_for_one_look(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set once the deliverer has looked for the first time and sleeps."""
    looked = threading.Event()
    real = Deliverer.deliver_due

    def look(self: Deliverer) -> int:
        number = real(self)
        looked.set()
        return number

    monkeypatch.setattr(Deliverer, "deliver_due", look)
    return looked


def test_the_thread_wakes_at_once_when_something_is_published_here(
    maker: sessionmaker[Session], listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = wait_for_one_look(monkeypatch)
    deliverer = Deliverer(maker, listening.url, "t", look_every_s=600)
    deliverer.start()
    assert looked.wait(10)
    publish(maker, "a-1", at=now())
    assert listening.arrived.wait(10)
    deliverer.stop()
    assert [body["key"] for body in listening.bodies] == ["a-1"]


def test_the_thread_finds_what_another_process_published(
    maker: sessionmaker[Session], listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = wait_for_one_look(monkeypatch)
    deliverer = Deliverer(maker, listening.url, "t", look_every_s=0.05)
    deliverer.start()
    assert looked.wait(10)
    monkeypatch.setattr(service.wake, "at_commit", lambda _db: None)
    publish(maker, "a-1", at=now())
    assert listening.arrived.wait(10)
    deliverer.stop()


def test_the_thread_outlives_an_error_of_the_database(
    maker: sessionmaker[Session],
    listening: Listening,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    real, broken = delivery.write_session, threading.Event()

    def breaks_once(maker: sessionmaker[Session]) -> object:
        if not broken.is_set():
            broken.set()
            raise OSError("13800138000")
        return real(maker)

    monkeypatch.setattr(delivery, "write_session", breaks_once)
    publish(maker, "a-1", at=now())
    deliverer = Deliverer(maker, listening.url, "t", look_every_s=0.05)
    deliverer.start()
    assert listening.arrived.wait(10)
    deliverer.stop()
    assert "outbox stumbled" in caplog.text
    assert "13800138000" not in caplog.text


def test_a_rolled_back_publication_wakes_nobody(maker: sessionmaker[Session]) -> None:
    bell = threading.Event()
    service.wake.listen(bell)
    with write_session(maker) as db:
        core = Core(db, cast(Parts, None), Caller("dialogue", "dialogue"), START)
        with db.begin_nested():
            service.publish(core, News(key="a-1", session="a", kind="deadline_near"))
        assert not bell.is_set()
        db.rollback()
        db.commit()
        assert not bell.is_set()
        service.publish(core, News(key="a-1", session="a", kind="deadline_near"))
        db.commit()
    service.wake.stop_listening(bell)
    assert bell.is_set()


def test_without_an_address_everything_is_kept(maker: sessionmaker[Session]) -> None:
    deliverer = Deliverer(maker, "", "t", look_every_s=0.01)
    deliverer.start()
    publish(maker, "a-1", at=now())
    deliverer.stop()
    assert rows(maker)["a-1"].attempts == 0
