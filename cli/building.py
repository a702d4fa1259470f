"""Builds what the processes need, each part only when something it depends on changed."""

import hashlib
import os
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import channels.gateway.database
import core.database
from channels.gateway import door_modules
from channels.gateway.settings import GatewaySettings
from channels.voice.settings import VoiceSettings
from channels.voice.weights import prepare
from cli.processes import environment
from cli.run_settings import ROOT, Settings
from core.settings import CoreSettings
from core.work_orders.trained import trained
from knowledge_base.building import build_encoder, build_search
from knowledge_base.loader import load_guides
from knowledge_base.names import names_of
from knowledge_base.settings import Settings as KnowledgeSettings

Progress = Callable[[str], None]


class BuildFailed(RuntimeError):
    """A step that failed, with what to look at."""


def build(progress: Progress) -> dict[str, float]:
    """All steps in order; seconds by step."""
    seconds: dict[str, float] = {}
    steps: list[tuple[str, Callable[[Progress], None]]] = [
        ("embedding", _embedding),
        ("search", _search),
        ("routing", _routing),
        ("speech", _speech),
        ("databases", migrate),
        ("rasa", train_rasa),
    ]
    for name, step in steps:
        start = time.monotonic()
        step(progress)
        seconds[name] = round(time.monotonic() - start, 1)
    return seconds


def _embedding(progress: Progress) -> None:
    build_encoder(KnowledgeSettings(), progress)


def _search(progress: Progress) -> None:
    settings = KnowledgeSettings()
    report = build_search(settings, progress)
    if report:
        shown = ", ".join(
            f"{name} {report[f'ask.{name}']:.3f}" for name in ("top1", "hit1", "wrong")
        )
        progress(f"没见过的说法 held-out phrasings: {shown}")
    guides = load_guides(settings.guides_dir).guides
    words = sorted({name for guide in guides.values() for name in names_of(guide)})
    file = settings.var_dir / "dictionary" / "guides.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f"{word}\n" for word in words if " " not in word), encoding="utf-8")


def _routing(progress: Progress) -> None:
    """The classifier of work orders, unless what it learns from is as it was."""
    progress("工单分类 routing of work orders")
    trained(CoreSettings().var_dir)


def _speech(progress: Progress) -> None:
    """What hears voice messages, so that the first one does not wait for it."""
    settings = VoiceSettings()
    if settings.recogniser == "whisper":
        prepare(settings.whisper_dir, progress)


def migrate(progress: Progress) -> None:
    """Bring the databases of core, the gateway and its doors to their newest form."""
    progress("迁移数据库 migrate databases")
    core.database.migrate(CoreSettings().url)
    gateway = GatewaySettings()
    channels.gateway.database.migrate(gateway.url)
    door_modules.migrate(gateway)


def train_rasa(progress: Progress) -> None:
    """`rasa train`, unless nothing that the model depends on has changed."""
    settings = Settings()
    key = _digest(_rasa_inputs(settings))
    key_file = settings.models_dir / "key"
    if settings.rasa_model.is_file() and key_file.is_file() and key_file.read_text() == key:
        return
    progress("训练 Rasa train the dialogue engine")
    command = [str(settings.rasa_python), "-m", "rasa", "train", "--data", "nlu_data"]
    command += ["--out", str(settings.models_dir), "--fixed-model-name", "luoxiaozheng"]
    log = settings.models_dir / "train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    if _run_logged(command, log, progress) != 0:
        raise BuildFailed(f"Rasa 训练失败, 日志在 rasa train failed, see {log}")
    key_file.write_text(key)


def _run_logged(command: list[str], log: Path, progress: Progress) -> int:
    """Run Rasa with its many words in a log; each component it trains is told."""
    with (
        log.open("w", encoding="utf-8") as file,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process,
    ):
        for line in process.stdout or []:
            file.write(line)
            if "Starting to train component" in line:
                progress("  " + line.rpartition("component ")[2].strip(" '.\n"))
        return process.wait()


def _rasa_inputs(settings: Settings) -> Iterable[Path]:
    yield from (ROOT / name for name in ("config.yml", "domain.yml", "bot/uv.lock"))
    for folder, pattern in (("nlu_data", "*"), ("bot/components", "*.py"), ("text", "*.py")):
        yield from (path for path in (ROOT / folder).rglob(pattern) if path.is_file())
    yield settings.var_dir / "dictionary" / "guides.txt"
    yield KnowledgeSettings().encoder_dir / "encoder.json"


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
