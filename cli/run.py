"""`luoxiaozheng build` and `luoxiaozheng run`."""

import os
import signal
import subprocess
import time
from typing import Annotated

import httpx
import typer
from rich.console import Console

from channels.gateway.settings import GatewaySettings
from cli.building import BuildFailed, build, migrate
from cli.client_settings import Settings as ClientSettings
from cli.processes import environment
from cli.run_settings import ROOT, Settings
from cli.supervising import NotHealthy, supervised, wait_until_healthy

console = Console(highlight=False)


def build_command() -> None:
    """建好运行所需的一切: 模型, 索引, 数据库, Rasa。"""
    try:
        seconds = build(lambda step: console.print(f"  … {step}"))
    except (BuildFailed, ValueError) as error:  # a setting refused is a ValueError too
        console.print(f"[red]{error}[/red]", markup=True, soft_wrap=True)
        raise typer.Exit(1) from error
    console.print("准备好了 built: " + ", ".join(f"{k} {v} s" for k, v in seconds.items()))


def rasa(context: typer.Context) -> None:
    """Rasa 自己的命令, 带好本项目的环境: luoxiaozheng rasa shell nlu …"""
    command = [str(Settings().rasa_python), "-m", "rasa", *context.args]
    raise typer.Exit(subprocess.run(command, cwd=ROOT, env=os.environ | environment()).returncode)


def run(
    once: Annotated[bool, typer.Option(help="起来, 问一句, 然后停 (计时用)")] = False,
    as_built: Annotated[bool, typer.Option(help="不重建模型, 只迁移数据库")] = False,
) -> None:
    """建好, 启动全部进程, 守着它们; Ctrl-C 全部停下。"""
    signal.signal(signal.SIGTERM, lambda *_: _interrupt())
    if as_built:
        migrate(console.print)
    else:
        build_command()
    start = time.monotonic()
    try:
        with supervised() as running:
            wait_until_healthy(
                running, lambda name: console.print(f"  ✓ {name} {time.monotonic() - start:.1f} s")
            )
            outcome = _first_answer()
            console.print(
                f"启动到第一次回答 start to first answer: {time.monotonic() - start:.1f} s"
            )
            console.print(f"(outcome: {outcome})")
            if once:
                return
            _print_addresses()
            running.wait()
    except KeyboardInterrupt:
        console.print("已停下 stopped")
    except NotHealthy as error:
        console.print(f"[red]{error}[/red]")
        raise typer.Exit(1) from error


def _interrupt() -> None:
    raise KeyboardInterrupt


def _first_answer() -> str:
    """Ask one question, so that the first citizen does not wait for a cold engine."""
    gateway = GatewaySettings()
    headers = {"X-LXZ-Trace": ClientSettings().trace_token.get_secret_value()}
    with httpx.Client(timeout=20, trust_env=False) as client:
        reply = client.post(
            f"http://{gateway.host}:{gateway.port}/api/chat",
            json={"text": "高龄津贴每月多少钱"},
            headers=headers,
        )
    return str(reply.json().get("outcome", reply.status_code))


def _print_addresses() -> None:
    gateway = GatewaySettings()
    address = f"http://{gateway.host}:{gateway.port}"
    console.print(f"\n罗小政在这里 open [bold]{address}/[/bold]")
    console.print(f"接口文档 API {address}/openapi.json   指标 metrics {address}/metrics")
    console.print("按 Ctrl-C 停下 press Ctrl-C to stop\n")
