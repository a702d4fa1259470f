"""Sentences to vectors, by onnxruntime alone.

An encoder is a folder with `model.onnx` (pooling and normalising inside the graph),
`tokenizer.json` and `encoder.json` (dimension, max_tokens, prefixes). `build.py` makes
the bundled one, `export.py` makes one of any sentence-transformers model.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

Vectors = NDArray[np.floating[Any]]
"""Rows of float32 vectors, [n, dimension]."""


class EncoderMissing(FileNotFoundError):
    """The folder holds no encoder; says how to make one."""


class Encoder:
    """Texts in, float32 unit vectors [len(texts), dimension] out."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        if not (folder / "model.onnx").is_file():
            raise EncoderMissing(f"no embedding model in {folder}: run `luoxiaozheng build` first")
        settings = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
        self.name: str = settings["name"]
        self.dimension: int = settings["dimension"]
        self.parts: list[int] = [self.dimension]
        """Sizes of the parts of a vector that come from one model each."""
        self._query_prefix: str = settings["query_prefix"]
        self._passage_prefix: str = settings["passage_prefix"]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(settings["max_tokens"])
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            folder / "model.onnx", options, providers=["CPUExecutionProvider"]
        )

    def queries(self, texts: list[str]) -> Vectors:
        """What people say, as vectors."""
        return self._encode([self._query_prefix + text for text in texts])

    def passages(self, texts: list[str]) -> Vectors:
        """What guides say, as vectors."""
        return self._encode([self._passage_prefix + text for text in texts])

    def _encode(self, texts: list[str]) -> Vectors:
        """One by one: an int8 model scales by the whole batch, so that a vector would depend
        on its neighbours (docs/notes/search.md)."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            encoded = self._tokenizer.encode(text)
            inputs = {
                "input_ids": np.array([encoded.ids], dtype=np.int64),
                "attention_mask": np.array([encoded.attention_mask], dtype=np.int64),
            }
            vectors[row] = self._session.run(["embedding"], inputs)[0][0]
        return vectors
