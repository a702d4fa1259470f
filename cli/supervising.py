"""Runs the processes under supervisord, which restarts what dies."""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import httpx

from cli.processes import Process, environment, processes
from cli.run_settings import ROOT, Settings

PATIENCE_S = 120


class NotHealthy(RuntimeError):
    """A process that did not come up in time; says where its log lies. Or another one, of a product
    that runs already, answers in its place."""


@dataclass(frozen=True)
class Running:
    """The processes, and supervisord, which keeps them."""

    processes: list[Process]
    supervisor: subprocess.Popen[bytes]

    def wait(self) -> NoReturn:
        """For ever. Raises NotHealthy when supervisord is gone."""
        self.supervisor.wait()
        raise NotHealthy("supervisord 停了，没有谁再守着各进程 it is gone, nothing is kept up")


@contextmanager
def supervised() -> Iterator[Running]:
    """The processes, started; all are stopped on the way out. Raises NotHealthy."""
    run_dir = Settings().run_dir.resolve()
    run_dir.mkdir(parents=True, exist_ok=True)
    wanted = processes()
    _refuse_a_second(wanted)
    config = run_dir / "supervisord.conf"
    config.write_text(_config(wanted, run_dir), encoding="utf-8")
    command = [sys.executable, "-m", "supervisor.supervisord", "-n", "-s", "-c", str(config)]
    child = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment(), start_new_session=True
    )
    try:
        yield Running(wanted, child)
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)


def _refuse_a_second(wanted: list[Process]) -> None:
    with httpx.Client(timeout=2, trust_env=False) as client:
        there = [one for one in wanted if _answers(client, one.health_url)]
    if there:
        names = ", ".join(f"{one.name} ({one.health_url})" for one in there)
        raise NotHealthy(
            "已经有一个在跑，先停下它，或者换端口 already running, stop it or change the ports:"
            f" {names}"
        )


def wait_until_healthy(running: Running, progress: Callable[[str], None]) -> None:
    """Return when every process answers. Raises NotHealthy after two minutes."""
    waiting = {process.name: process for process in running.processes}
    deadline = time.monotonic() + PATIENCE_S
    with httpx.Client(timeout=2, trust_env=False) as client:
        while waiting:
            for name, process in list(waiting.items()):
                if _answers(client, process.health_url):
                    del waiting[name]
                    progress(name)
            if waiting and time.monotonic() > deadline:
                logs = ", ".join(str(Settings().run_dir / f"{name}.log") for name in waiting)
                raise NotHealthy(f"没有起来 not up: {', '.join(waiting)}; 日志 logs: {logs}")
            time.sleep(0.2)


def _answers(client: httpx.Client, url: str) -> bool:
    try:
        return client.get(url).status_code == 200
    except httpx.HTTPError:
        return False


def _config(wanted: list[Process], run_dir: Path) -> str:
    parts = [
        "[supervisord]",
        f"logfile={run_dir}/supervisord.log",
        f"pidfile={run_dir}/supervisord.pid",
        "[unix_http_server]",
        f"file={run_dir}/supervisor.sock",
        "[supervisorctl]",
        f"serverurl=unix://{run_dir}/supervisor.sock",
        "[rpcinterface:supervisor]",
        "supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface",
    ]
    for process in wanted:
        parts += [
            f"[program:{process.name}]",
            f"command={shlex.join(process.command)}".replace("%", "%%"),
            "autorestart=true",
            "startsecs=1",
            "startretries=1000000",
            "stopasgroup=true",
            "killasgroup=true",
            "redirect_stderr=true",
            f"stdout_logfile={run_dir}/{process.name}.log",
            "stdout_logfile_maxbytes=20MB",
            "stdout_logfile_backups=3",
        ]
    return "\n".join(parts) + "\n"
