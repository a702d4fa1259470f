"""The folder an encoder lies in: what describes it, and how it is written whole.

`model.onnx` takes input_ids and attention_mask, int64 [batch, tokens], and gives
`embedding`, float32 [batch, dimension], unit length; `tokenizer.json` is in the format of
the library tokenizers; `encoder.json` holds `EncoderSettings`.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

_SETTINGS = "encoder.json"
BUNDLED_RECIPE = "e5-small int8 v1"
"""Changes whenever the bundled encoder would; a folder with another recipe is built anew."""


@dataclass(frozen=True)
class EncoderSettings:
    """`recipe`: what it was made from and how; another recipe is another encoder.
    `name`: of these very weights, remembered vectors belong to it. `max_tokens`: longer
    texts are cut. Prefixes are put before what people say and what guides say."""

    recipe: str
    name: str
    dimension: int
    max_tokens: int
    query_prefix: str
    passage_prefix: str

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / _SETTINGS).write_text(text + "\n", encoding="utf-8")


def has_recipe(folder: Path, recipe: str) -> bool:
    """Whether `folder` already holds the encoder made by this recipe."""
    settings = folder / _SETTINGS
    return (
        settings.is_file()
        and json.loads(settings.read_text(encoding="utf-8")).get("recipe") == recipe
    )


@contextmanager
def written_whole(folder: Path) -> Iterator[Path]:
    """An empty folder to write in, which becomes `folder` when nothing went wrong and
    vanishes otherwise. An encoder that was there is replaced; raises FileExistsError if
    something else is."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _SETTINGS).is_file():
        raise FileExistsError(f"{folder} holds something else than an encoder; not replaced")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        work = Path(temporary) / "work"
        work.mkdir()
        yield work
        shutil.rmtree(folder, ignore_errors=True)
        work.rename(folder)


def quantise(full: Path, target: Path) -> None:
    """Weights of matrix products and look-ups to int8, one scale a column; activations are
    quantised as they come (onnxruntime's dynamic quantisation)."""
    from onnxruntime.quantization import QuantType, quantize_dynamic  # slow to load

    quantize_dynamic(
        full,
        target,
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
    )
