"""The hand-built ONNX graph against BERT in plain numpy."""

import numpy as np
import onnx
import onnxruntime
import pytest

from knowledge_base.embedding.e5_weights import E5Weights
from knowledge_base.embedding.graph import build_graph
from tests.knowledge_base.embedding.tiny_model import WORDS, bert, tiny_weights

SENTENCES = [[0, 5, 6, 7, 2], [0, 9, 2], [0, 19, 18, 17, 16, 15, 14, 13, 2]]


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> E5Weights:
    return tiny_weights(tmp_path_factory.mktemp("weights"))


def run(weights: E5Weights, kept: list[int], sentences: list[list[int]]) -> np.ndarray:
    """All sentences as one padded batch."""
    model = build_graph(weights, kept)
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    width = max(map(len, sentences))
    ids = np.array([s + [1] * (width - len(s)) for s in sentences], dtype=np.int64)
    mask = np.array([[1] * len(s) + [0] * (width - len(s)) for s in sentences], dtype=np.int64)
    return np.asarray(session.run(["embedding"], {"input_ids": ids, "attention_mask": mask})[0])


def test_the_graph_computes_bert(weights: E5Weights) -> None:
    vectors = run(weights, list(range(WORDS)), SENTENCES)
    for vector, ids in zip(vectors, SENTENCES, strict=True):
        assert np.abs(vector - bert(weights, ids)).max() < 1e-4
    assert np.linalg.norm(vectors[0] - vectors[1]) > 0.1


def test_only_kept_rows_are_left_and_new_ids_name_them(weights: E5Weights) -> None:
    kept = [0, 1, 2, 3, 9, 15]
    vectors = run(weights, kept, [[0, 4, 5, 2]])
    assert np.abs(vectors[0] - bert(weights, [0, 9, 15, 2])).max() < 1e-4
