"""Turns any sentence-transformers model into an encoder that onnxruntime serves alone.

Needs the optional extra `train`; nothing here runs in the running product. A folder is read
as it lies and no model hub is asked; only a hub's model name reaches for the hub.
"""

import hashlib
import re
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from knowledge_base.embedding.build import PASSAGE_PREFIX, QUERY_PREFIX
from knowledge_base.embedding.encoder import Encoder, Vectors
from knowledge_base.embedding.folder import EncoderSettings, has_recipe, quantise, written_whole
from knowledge_base.embedding.graph import OPSET

VERSION = "export v1"
"""Changes whenever the exported folder would."""
FAITHFUL = 0.999
"""Least cosine to the model itself below which an export is refused."""
FAITHFUL_INT8 = 0.97
"""The same for 8 bit; below it the encoder stays in 32 bit."""
CHECKS = [
    "老人优待证在哪里办?",
    "Can I renew my Residence Permit online, or must I go to the HALL in person?",
    "申请时请带上本人身份证原件; 窗口受理之后, 一般在五个工作日内办结并短信通知。" * 3,
    "停车",
]

Progress = Callable[[str], None]


class ToolsMissing(RuntimeError):
    """torch or sentence-transformers is not installed; says how to install them."""


class ExportFailed(RuntimeError):
    """The model cannot be turned into an encoder that agrees with it."""


def export(model: str, folder: Path, progress: Progress = print, int8: bool = True) -> None:
    """Write the sentence-transformers model (a folder, or its name on a hub) as an encoder
    into `folder`, whole or not at all; nothing is done where it lies there already.

    A folder is known by the bytes of its files, a hub's model by its name alone: remove the
    exported folder to take a newer revision. `int8` holds only where 8 bit agrees with the
    model. Raises ToolsMissing, ExportFailed or FileNotFoundError.
    """
    recipe = _recipe(model, int8)
    if has_recipe(folder, recipe):
        return
    library = sentence_transformers()
    with written_whole(folder) as work, tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        progress(f"读模型 load {model}")
        source = _Source.load(library, model, recipe)
        progress("导出 export to ONNX")
        chosen = _subfolder(beside, "full")
        _write_graph(source.model, chosen / "model.onnx")
        agreement = source.describe(chosen)
        if agreement < FAITHFUL:
            raise ExportFailed(f"the export of {model} agrees with it only at {agreement:.4f}")
        if int8:
            progress("量化 quantise to 8 bit")
            small = _subfolder(beside, "int8")
            quantise(chosen / "model.onnx", small / "model.onnx")
            agreement = source.describe(small)
            if agreement >= FAITHFUL_INT8:
                chosen = small
            else:
                progress(f"保留 32 位 keep 32 bit: 8 bit agrees only at {agreement:.4f}")
        for path in chosen.iterdir():
            path.rename(work / path.name)


def sentence_transformers() -> Any:
    """The library. Raises ToolsMissing where it, or torch, is absent."""
    try:
        import sentence_transformers as library
        import torch  # noqa: F401
    except ImportError as error:
        raise ToolsMissing(
            f"缺少 {error.name}: 训练和导出模型的工具没有安装, 请运行 `uv sync --extra train` "
            f"(missing {error.name}: run it to train or export models)"
        ) from error
    return library


def _recipe(model: str, int8: bool) -> str:
    """Raises FileNotFoundError for what can only be a folder and is none."""
    path = Path(model)
    if not path.is_dir():
        if path.is_absolute() or model.startswith((".", "~")) or model.count("/") > 1:
            raise FileNotFoundError(f"没有这个模型文件夹 no such model folder: {model}")
        source = f"hub {model}"
    else:
        source = f"folder {_digest(path)}"
    return f"{VERSION} {source} {'int8' if int8 else 'fp32'}"


def _digest(folder: Path, *more: str) -> str:
    digest = hashlib.sha256("\0".join(more).encode())
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _subfolder(parent: str, name: str) -> Path:
    folder = Path(parent) / name
    folder.mkdir()
    return folder


@dataclass(frozen=True)
class _Source:
    """A loaded model with what an encoder needs of it beside the graph."""

    model: Any
    tokenizer: Tokenizer
    settings: EncoderSettings

    @classmethod
    def load(cls, library: Any, name: str, recipe: str) -> "_Source":
        model = library.SentenceTransformer(
            name,
            device="cpu",
            local_files_only=Path(name).is_dir(),
            model_kwargs={"attn_implementation": "eager"},
        )
        backend = getattr(model.tokenizer, "backend_tokenizer", None)
        pad = str(model.tokenizer.pad_token)
        if backend is None or backend.token_to_id(pad) is None:
            raise ExportFailed(f"{name} lacks a fast tokenizer or a padding token")
        tokenizer = Tokenizer.from_str(backend.to_str())
        tokenizer.no_truncation()
        tokenizer.no_padding()
        query, passage = prefixes(model.prompts, model.default_prompt_name, name)
        settings = EncoderSettings(
            recipe=recipe,
            name=name,
            dimension=model.get_embedding_dimension(),
            max_tokens=_max_tokens(model),
            query_prefix=query,
            passage_prefix=passage,
        )
        return cls(model.float().eval(), tokenizer, settings)

    def describe(self, folder: Path) -> float:
        """Write the rest of the folder beside its graph; the least cosine between the
        encoder's vectors and the model's own. Its name carries a digest of what decides the
        vectors, so that remembered vectors of other weights never pass for its own."""
        self.tokenizer.save(str(folder / "tokenizer.json"))
        digest = _digest(folder, self.settings.query_prefix, self.settings.passage_prefix)
        replace(self.settings, name=f"{self.settings.name} ({digest[:12]})").write(folder)
        encoder = Encoder(folder)
        return min(
            self._agreement(encoder.queries(CHECKS), self.settings.query_prefix),
            self._agreement(encoder.passages(CHECKS), self.settings.passage_prefix),
        )

    def _agreement(self, vectors: Vectors, prefix: str) -> float:
        own = self.model.encode(CHECKS, prompt=prefix, normalize_embeddings=True)
        return float(np.min(np.sum(vectors * own, axis=1)))


def prefixes(prompts: dict[str, str], default: str | None, model: str) -> tuple[str, str]:
    """Prefixes of a query and of a passage: the model's own prompts, in the order in which
    sentence-transformers looks for them; else those of E5, if the name says it is one."""
    fallback = prompts.get(default or "", "")
    query = prompts.get("query") or fallback
    passages = (prompts.get(name) for name in ("document", "passage", "corpus"))
    passage = next((prompt for prompt in passages if prompt), fallback)
    words = re.split(r"[^a-z0-9]+", Path(model).name.lower())
    if not query and not passage and "e5" in words and "instruct" not in words:
        return QUERY_PREFIX, PASSAGE_PREFIX
    return query, passage


def _max_tokens(model: Any) -> int:
    """The model's own limit; 512 where it states none."""
    stated = model.max_seq_length or model.tokenizer.model_max_length
    return int(stated) if stated < 1_000_000 else 512


def _write_graph(model: Any, target: Path) -> None:
    import torch

    class Pooled(torch.nn.Module):
        """All modules of the model in one; output is cut to its dimension and unit length."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            pooled = self.model(features)["sentence_embedding"][:, : model.truncate_dim]
            return torch.nn.functional.normalize(pooled, dim=-1)

    batch = model.tokenizer(CHECKS[:2], padding=True, return_tensors="pt")
    tokens = {0: "batch", 1: "tokens"}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # that the TorchScript exporter is the older one
        torch.onnx.export(
            Pooled().eval(),
            (batch["input_ids"], batch["attention_mask"]),
            target,
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={
                "input_ids": tokens,
                "attention_mask": tokens,
                "embedding": {0: "batch"},
            },
            opset_version=OPSET,
            dynamo=False,
        )
