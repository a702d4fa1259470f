"""The whole product on free ports with databases of its own, for tests that need it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[1]
TRACE_TOKEN = "trace-token-of-the-tests"
HEADERS = {"X-LXZ-Trace": TRACE_TOKEN}
PATIENCE_S = 150
FILES = {
    "png": bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
    ),
    "pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
    "txt": "这不是照片。".encode(),
}
"""Content by extension: a picture, a document, and something that is neither."""


@dataclass
class Stack:
    """`luoxiaozheng run` in a folder of its own; the models are the ones already built."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    people: Any = None
    """Who was handed out on this stack, see tests/conversations/people.py."""

    def __post_init__(self) -> None:
        ports = free_ports(8)
        self.url = f"http://127.0.0.1:{ports[0]}"
        self.guides = self.folder / "guides"
        self.items = self.folder / "items"
        self.rules = self.folder / "rules"
        self.run_dir = self.folder / "run"
        self.variables = {
            "LXZ_ENV": "development",
            "LXZ_VAR_DIR": str(ROOT / "var"),
            "LXZ_RUN_DIR": str(self.run_dir),
            "LXZ_GUIDES_DIR": str(self.guides),
            "LXZ_CORE_ITEMS_DIR": str(self.items),
            "LXZ_CORE_RULES_DIR": str(self.rules),
            "LXZ_TRACE_TOKEN": TRACE_TOKEN,
            "LXZ_GATEWAY_PORT": str(ports[0]),
            "LXZ_CORE_PORT": str(ports[1]),
            "LXZ_ACTIONS_PORT": str(ports[2]),
            "LXZ_RASA_PORT": str(ports[3]),
            "LXZ_SANDBOX_ISSUER_PORT": str(ports[4]),
            "LXZ_CORE_OIDC_ISSUER": f"http://127.0.0.1:{ports[4]}",
            "LXZ_SANDBOX_PARKING_PORT": str(ports[5]),
            "LXZ_CORE_PARKING_FEED": f"http://127.0.0.1:{ports[5]}/parks",
            "LXZ_SANDBOX_PAY_PORT": str(ports[6]),
            "LXZ_CORE_WECHAT_URL": f"http://127.0.0.1:{ports[6]}",
            "LXZ_CORE_TREASURY_URL": f"http://127.0.0.1:{ports[6]}/treasury",
            "LXZ_SANDBOX_WECHAT_PORT": str(ports[7]),
            "LXZ_SANDBOX_WECHAT_CALLBACK_URL": f"{self.url}/wechat/callback",
            "LXZ_SANDBOX_WECHAT_PAY_URL": f"http://127.0.0.1:{ports[6]}",
            "LXZ_WECHAT_API_URL": f"http://127.0.0.1:{ports[7]}",
            "LXZ_WECHAT_AUTHORIZE_URL": f"http://127.0.0.1:{ports[7]}",
            "LXZ_WECHAT_JS_URL": f"http://127.0.0.1:{ports[7]}/open/js/bridge.js",
            "LXZ_WECHAT_DATABASE_URL": f"sqlite+aiosqlite:///{self.folder / 'wechat.db'}",
            "LXZ_CORE_PUBLIC_URL": self.url,
            "LXZ_SANDBOX_TREASURY_NOTIFY_URL": f"{self.url}/pay/notify/treasury",
            "LXZ_GATEWAY_DATABASE_URL": f"sqlite+aiosqlite:///{self.folder / 'gateway.db'}",
            "LXZ_CORE_DATABASE_URL": f"sqlite:///{self.folder / 'core.db'}",
            "LXZ_RASA_TRACKER_DB": str(self.folder / "rasa.db"),
        } | self.variables

    def start(self) -> None:
        """Start and wait until everything answers. Raises with the log's end if it does not."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for source, copy in (
            (ROOT / "knowledge_base" / "guides", self.guides),
            (ROOT / "core" / "items" / "definitions", self.items),
            (ROOT / "core" / "approvals" / "rules", self.rules),
        ):
            shutil.copytree(source, copy, dirs_exist_ok=True)
        log = self.folder / "stack.log"
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cli", "run", "--as-built"],
                cwd=ROOT,
                env=os.environ | self.variables,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + PATIENCE_S
        while self.health() != "ok":
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the stack did not start:\n{log.read_text()[-3000:]}")
            time.sleep(0.3)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)

    def health(self) -> str:
        """`ok` when gateway, database and Rasa answer, and core and actions too."""
        try:
            for port in ("LXZ_CORE_PORT", "LXZ_ACTIONS_PORT"):
                url = f"http://127.0.0.1:{self.variables[port]}/health"
                httpx.get(url, timeout=2, trust_env=False).raise_for_status()
            reply = httpx.get(f"{self.url}/health", timeout=3, trust_env=False)
            return str(reply.json()["status"])
        except (httpx.HTTPError, ValueError):
            return "down"

    def pid(self, name: str) -> int:
        """The process id of one of core, actions, rasa, gateway."""
        config = str(self.run_dir / "supervisord.conf")
        command = [sys.executable, "-m", "supervisor.supervisorctl", "-c", config, "pid", name]
        return int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)

    def ask(self, text: str | None = None, **message: Any) -> dict[str, Any]:
        """One message with a trace; `conversation_id`, `choice`, `locale` as in the contract."""
        body = ({"text": text} if text is not None else {}) | message
        reply = httpx.post(
            f"{self.url}/api/chat",
            json=body,
            headers={"X-LXZ-Trace": TRACE_TOKEN},
            timeout=15,
            trust_env=False,
        )
        reply.raise_for_status()
        data: dict[str, Any] = reply.json()
        return data

    def sign_in(self, conversation: str, id_number: str) -> list[dict[str, Any]]:
        """Sign a conversation in as a made-up person; the cards that come of it."""
        before = self.last_event(conversation)
        with httpx.Client(headers=HEADERS, timeout=15, trust_env=False) as browser:
            asked = {"conversation_id": conversation, "wanted": "face"}
            start = browser.get(f"{self.url}/api/sign-in", params=asked)
            assert start.status_code == 302, start.text
            form = {"answer": "sign_in", "id_number": id_number, "level": "face"}
            back = browser.post(start.headers["location"], data=form)
            assert back.status_code == 303, back.text
            done = browser.get(back.headers["location"])
            assert done.status_code == 200, done.text
        return [card for number, card in self.events(conversation) if number > before]

    def pay(self, page: str) -> None:
        """Pay on the page of the sandbox that a payment card's code leads to."""
        reply = httpx.post(page, timeout=15, trust_env=False, follow_redirects=True)
        assert reply.status_code == 200, reply.text

    def upload(self, conversation: str, kind: str) -> str:
        """Upload a made-up file; its token."""
        reply = httpx.post(
            f"{self.url}/api/conversations/{conversation}/uploads",
            files={"file": (f"sample.{kind}", FILES[kind])},
            headers=HEADERS,
            timeout=15,
            trust_env=False,
        )
        reply.raise_for_status()
        return str(reply.json()["token"])

    def events(self, conversation: str) -> list[tuple[int, dict[str, Any]]]:
        """The card events so far, with their ids."""
        address = f"{self.url}/api/conversations/{conversation}/events"
        found: list[tuple[int, dict[str, Any]]] = []
        number, kind = 0, ""
        patience = httpx.Timeout(10, read=0.6)  # all that has happened comes at once
        with httpx.stream(
            "GET", address, headers=HEADERS, timeout=patience, trust_env=False
        ) as stream:
            try:
                for line in stream.iter_lines():
                    name, _, value = line.partition(": ")
                    if name == "id":
                        number = int(value)
                    elif name == "event":
                        kind = value
                    elif name == "data" and kind == "card":
                        found.append((number, json.loads(value)))
            except httpx.ReadTimeout:
                pass
        return found

    def last_event(self, conversation: str) -> int:
        return max((number for number, _ in self.events(conversation)), default=0)


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for opened in sockets:
            opened.bind(("127.0.0.1", 0))
        return [opened.getsockname()[1] for opened in sockets]
    finally:
        for opened in sockets:
            opened.close()
