"""The reader of the packaged weights, on a small file in the same format."""

from pathlib import Path

import numpy as np
import pytest

from knowledge_base.embedding.e5_weights import read_weights
from tests.knowledge_base.embedding import tiny_model


def test_what_was_written_is_read(tmp_path: Path) -> None:
    expected = tiny_model.write_e5s1(tmp_path / "tiny.bin", tiny_model.tensors())
    weights = read_weights(tmp_path / "tiny.bin")
    assert (weights.hidden, weights.layers, weights.heads) == (32, 2, 4)
    assert (weights.feed_forward, weights.vocabulary, weights.positions) == (64, 20, 16)
    assert weights.epsilon == pytest.approx(1e-6)
    assert set(weights.tensors) == set(expected)
    for name, tensor in expected.items():
        assert weights.tensors[name].shape == tensor.shape, name
        assert np.array_equal(weights.tensors[name], tensor), name


def test_four_bits_are_near_the_weights(tmp_path: Path) -> None:
    original = tiny_model.tensors()
    tiny_model.write_e5s1(tmp_path / "tiny.bin", original)
    word = read_weights(tmp_path / "tiny.bin").tensors["emb.word"]
    step = np.abs(original["emb.word"]).max() / 7
    assert np.abs(word - original["emb.word"]).max() <= step


def test_another_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ValueError, match="not an E5S1 file"):
        read_weights(tmp_path / "x.bin")


def test_a_tensor_of_another_kind_is_refused(tmp_path: Path) -> None:
    found = tiny_model.tensors()
    tiny_model.write_e5s1(tmp_path / "tiny.bin", found)
    raw = bytearray((tmp_path / "tiny.bin").read_bytes())
    at = raw.index(b"emb.word") + len("emb.word") + 1
    raw[at : at + 4] = (7).to_bytes(4, "little")
    (tmp_path / "tiny.bin").write_bytes(raw)
    with pytest.raises(ValueError, match=r"tensor emb\.word"):
        read_weights(tmp_path / "tiny.bin")
