"""The whole product on free ports with databases of its own, for tests that need it."""

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
PATIENCE_S = 150


@dataclass
class Stack:
    """`luoxiaozheng run` in a folder of its own; the models are the ones already built."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        ports = _free_ports(4)
        self.url = f"http://127.0.0.1:{ports[0]}"
        self.guides = self.folder / "guides"
        self.run_dir = self.folder / "run"
        self.variables = {
            "LXZ_ENV": "development",
            "LXZ_VAR_DIR": str(ROOT / "var"),
            "LXZ_RUN_DIR": str(self.run_dir),
            "LXZ_GUIDES_DIR": str(self.guides),
            "LXZ_TRACE_TOKEN": TRACE_TOKEN,
            "LXZ_GATEWAY_PORT": str(ports[0]),
            "LXZ_CORE_PORT": str(ports[1]),
            "LXZ_ACTIONS_PORT": str(ports[2]),
            "LXZ_RASA_PORT": str(ports[3]),
            "LXZ_GATEWAY_DATABASE_URL": f"sqlite+aiosqlite:///{self.folder / 'gateway.db'}",
            "LXZ_CORE_DATABASE_URL": f"sqlite:///{self.folder / 'core.db'}",
            "LXZ_RASA_TRACKER_DB": str(self.folder / "rasa.db"),
        } | self.variables

    def start(self) -> None:
        """Start and wait until everything answers. Raises with the log's end if it does not."""
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(ROOT / "knowledge_base" / "guides", self.guides, dirs_exist_ok=True)
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


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for opened in sockets:
            opened.bind(("127.0.0.1", 0))
        return [opened.getsockname()[1] for opened in sockets]
    finally:
        for opened in sockets:
            opened.close()
