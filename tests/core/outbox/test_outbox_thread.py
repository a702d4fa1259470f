"""The thread that delivers: it wakes, it looks by itself, it outlives errors."""

import datetime as dt
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy.orm import Session, sessionmaker

from core.outbox import delivery, service
from core.outbox.delivery import Deliverer
from tests.core.outbox.posting import publish, rows


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


def test_without_an_address_everything_is_kept(maker: sessionmaker[Session]) -> None:
    deliverer = Deliverer(maker, "", "t", look_every_s=0.01)
    deliverer.start()
    publish(maker, "a-1", at=now())
    deliverer.stop()
    assert rows(maker)["a-1"].attempts == 0
