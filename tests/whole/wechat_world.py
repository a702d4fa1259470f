"""The gateway between a slow Rasa and the sandbox for WeChat: three processes on free ports."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.stack import ROOT, free_ports

PATIENCE_S = 60


@dataclass
class World:
    folder: Path
    rasa_seconds: float
    settings: dict[str, str] = field(default_factory=dict)
    gateway: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        gateway, rasa, wechat, nobody = free_ports(4)
        self.url, self.wechat = f"http://127.0.0.1:{gateway}", f"http://127.0.0.1:{wechat}"
        self._ports = {"rasa": rasa, "wechat": wechat}
        self._others: list[subprocess.Popen[bytes]] = []
        self.variables = {
            "LXZ_ENV": "development",
            "LXZ_VAR_DIR": str(self.folder),
            "LXZ_GATEWAY_PORT": str(gateway),
            "LXZ_CORE_PUBLIC_URL": self.url,
            "LXZ_RASA_URL": f"http://127.0.0.1:{rasa}",
            "LXZ_CORE_URL": f"http://127.0.0.1:{nobody}",
            "LXZ_WECHAT_API_URL": self.wechat,
            "LXZ_WECHAT_AUTHORIZE_URL": self.wechat,
            "LXZ_SANDBOX_WECHAT_PORT": str(wechat),
            "LXZ_SANDBOX_WECHAT_CALLBACK_URL": f"{self.url}/wechat/callback",
            "LXZ_VOICE_RECOGNISER": "none",
            "LXZ_LOG_LEVEL": "WARNING",
        } | self.settings

    def start(self) -> None:
        rasa = [str(self._ports["rasa"]), str(self.rasa_seconds)]
        self._others = [
            self._process("slow-rasa", "tests.whole.slow_rasa", *rasa),
            self._process("wechat", "sandbox.wechat_account"),
        ]
        _until_up(f"{self.wechat}/health")
        self._run(
            "from channels.gateway.settings import GatewaySettings as S\n"
            "from channels.gateway import database, door_modules\n"
            "database.migrate(S().url)\ndoor_modules.migrate(S())"
        )
        self.start_gateway()

    def start_gateway(self) -> None:
        self.gateway = self._process("gateway", "channels.gateway")
        _until_up(f"{self.url}/health")

    def kill_gateway(self) -> None:
        assert self.gateway is not None
        self.gateway.send_signal(signal.SIGKILL)
        self.gateway.wait()

    def stop(self) -> None:
        for process in [*self._others, *([self.gateway] if self.gateway else [])]:
            process.terminate()
            process.wait(timeout=30)

    def log(self) -> str:
        return (self.folder / "gateway.log").read_text()

    def _process(self, name: str, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                cwd=ROOT,
                env=os.environ | self.variables,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _run(self, code: str) -> None:
        command = [sys.executable, "-c", code]
        subprocess.run(command, cwd=ROOT, env=os.environ | self.variables, check=True)


def _until_up(address: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            if httpx.get(address, timeout=3, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        if time.monotonic() > deadline:
            raise RuntimeError(f"{address} does not answer")
        time.sleep(0.1)


@contextmanager
def world(folder: Path, rasa_seconds: float, **settings: str) -> Iterator[World]:
    """Started, and stopped at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    made = World(folder, rasa_seconds, settings)
    made.start()
    try:
        yield made
    finally:
        made.stop()


Received = list[dict[str, Any]]
