"""The processes are started once, and kept while supervisord lives."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from cli import supervising
from cli.processes import Process
from cli.supervising import NotHealthy, supervised


class Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def there() -> Iterator[str]:
    """The address of a process that runs already."""
    server = HTTPServer(("127.0.0.1", 0), Healthy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/health"
    server.shutdown()
    server.server_close()


def test_a_second_product_on_the_same_ports_is_refused(
    there: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LXZ_RUN_DIR", str(tmp_path))
    wanted = [Process("gateway", ["false"], there)]
    monkeypatch.setattr(supervising, "processes", lambda: wanted)
    with pytest.raises(NotHealthy, match="already running"), supervised():
        pass
    assert list(tmp_path.iterdir()) == []


def test_it_ends_when_its_supervisor_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LXZ_RUN_DIR", str(tmp_path))
    monkeypatch.setattr(supervising, "processes", lambda: [Process("core", ["sleep", "60"], "")])
    monkeypatch.setattr(supervising, "_refuse_a_second", lambda _: None)
    with pytest.raises(NotHealthy, match="supervisord"), supervised() as running:
        running.supervisor.kill()
        running.wait()
