"""A small assistant on a real socket, so that commands are tested over real HTTP."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.cli.fake_assistant import TRACE_TOKEN, FakeAssistant


@pytest.fixture
def assistant(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeAssistant]:
    monkeypatch.setenv("LXZ_TRACE_TOKEN", TRACE_TOKEN)
    fake = FakeAssistant()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path == "/api/guides"
            self._send(200 if known else 404, [{"id": "cat", "name": "养猫登记"}])

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path == "/api/chat":
                self._send(fake.status, fake.reply(dict(self.headers), body))
            else:
                self._send(404, {})

        def _send(self, status: int, body: Any) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Set-Cookie", "lxz=somebody; Path=/")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}"
    yield fake
    server.shutdown()
    thread.join()
    server.server_close()
