"""Remembers vectors, so that a saved guide costs only its own new sentences."""

import hashlib
import json
import logging
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from knowledge_base.embedding.encoder import Encoder, Vectors

logger = logging.getLogger(__name__)


class VectorCache:
    """Encoder with a memory. Texts are normalised by the caller."""

    def __init__(self, encoder: Encoder, file: Path | None = None) -> None:
        self.encoder = encoder
        self._file = file
        self._known: dict[str, Vectors] = {}
        if file is not None and file.is_file():
            self._known = _read(file, encoder)

    def queries(self, texts: list[str]) -> Vectors:
        return self._get("q", texts)

    def passages(self, texts: list[str]) -> Vectors:
        return self._get("p", texts)

    def save(self) -> None:
        """Write what is known, atomically."""
        if self._file is None or not self._known:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._file.with_suffix(".tmp.npz")
        np.savez(
            temporary,
            encoder=np.array(self.encoder.name),
            keys=np.array(json.dumps(list(self._known))),
            vectors=np.stack(list(self._known.values())),
        )
        temporary.replace(self._file)

    def _get(self, kind: str, texts: list[str]) -> Vectors:
        keys = [_key(kind, text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            encode = self.encoder.queries if kind == "q" else self.encoder.passages
            self._known.update(zip(new, encode(list(new.values())), strict=True))
        if not keys:
            return np.empty((0, self.encoder.dimension), dtype=np.float32)
        return np.stack([self._known[key] for key in keys])


def _read(file: Path, encoder: Encoder) -> dict[str, Vectors]:
    """Nothing where the file is of another encoder or broken: it is only a memory."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            keys, vectors = json.loads(str(stored["keys"])), stored["vectors"]
            if str(stored["encoder"]) != encoder.name:
                return {}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        logger.warning("%s is not readable, vectors are computed anew: %s", file, error)
        return {}
    if vectors.shape != (len(keys), encoder.dimension):
        return {}
    return dict(zip(keys, vectors, strict=True))


def _key(kind: str, text: str) -> str:
    return hashlib.blake2b(f"{kind}\0{text}".encode(), digest_size=16).hexdigest()
