"""The memory of vectors: it saves work, and nothing depends on it."""

from pathlib import Path

import numpy as np
import pytest

from knowledge_base.vectors import VectorCache
from tests.knowledge_base.fake_encoder import FakeEncoder


def saved(tmp_path: Path) -> Path:
    cache = VectorCache(FakeEncoder(), tmp_path / "deep" / "vectors.npz")
    cache.queries(["甲", "乙"])
    cache.passages(["甲"])
    cache.save()
    return tmp_path / "deep" / "vectors.npz"


def test_each_text_is_encoded_once_as_query_and_once_as_passage() -> None:
    encoder = FakeEncoder()
    cache = VectorCache(encoder)
    first = cache.queries(["甲", "乙", "甲"])
    again = cache.queries(["乙", "甲"])
    cache.passages(["甲"])
    assert encoder.encoded == ["q:甲", "q:乙", "p:甲"]
    assert again.tolist() == [first[1].tolist(), first[0].tolist()]
    assert cache.queries([]).shape == (0, encoder.dimension)


def test_what_was_saved_is_known(tmp_path: Path) -> None:
    file = saved(tmp_path)
    encoder = FakeEncoder()
    cache = VectorCache(encoder, file)
    known = cache.queries(["乙", "甲"])
    cache.passages(["甲"])
    assert encoder.encoded == []
    assert known.tolist() == FakeEncoder().queries(["乙", "甲"]).tolist()
    assert [path.name for path in file.parent.iterdir()] == ["vectors.npz"]


@pytest.mark.parametrize(
    "encoder", [FakeEncoder("other"), FakeEncoder(dimension=4)], ids=["name", "dimension"]
)
def test_another_encoders_vectors_are_ignored(encoder: FakeEncoder, tmp_path: Path) -> None:
    rows = VectorCache(encoder, saved(tmp_path)).queries(["甲"])
    assert "q:甲" in encoder.encoded
    assert rows.shape == (1, encoder.dimension)


@pytest.mark.parametrize("keep", [0, 1, 40, 200, -1])
def test_a_torn_file_is_survived_and_replaced(keep: int, tmp_path: Path) -> None:
    file = saved(tmp_path)
    file.write_bytes(file.read_bytes()[:keep])
    encoder = FakeEncoder()
    cache = VectorCache(encoder, file)
    cache.queries(["甲"])
    assert encoder.encoded == ["q:甲"]
    cache.save()
    fresh = FakeEncoder()
    VectorCache(fresh, file).queries(["甲"])
    assert fresh.encoded == []


def test_a_file_of_something_else_is_survived(tmp_path: Path) -> None:
    file = tmp_path / "vectors.npz"
    np.savez(file, other=np.zeros(3))
    encoder = FakeEncoder()
    VectorCache(encoder, file).queries(["甲"])
    assert encoder.encoded == ["q:甲"]
