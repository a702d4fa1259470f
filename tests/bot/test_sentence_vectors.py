import json
import logging
from pathlib import Path

import numpy as np
import pytest
from conftest import message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import sentence_vectors
from bot.components.sentence_vectors import SentenceVectors

MODEL = Path(__file__).resolve().parents[2] / "var" / "embedding" / "e5-small"


def featurizer(folder: Path) -> SentenceVectors:
    config = {**SentenceVectors.get_default_config(), "folder": str(folder)}
    return SentenceVectors("vectors", config)


def vector(seen: SentenceVectors, text: str) -> np.ndarray:
    (done,) = seen.process([message(text)])
    sequence, sentence = done.get_dense_features("text")
    assert sequence is None
    assert sentence is not None
    return sentence.features


def test_without_a_model_vectors_are_zero_and_it_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        seen = featurizer(tmp_path)
        assert not vector(seen, "你好").any()
        assert not vector(seen, "你好").any()
    assert len(caplog.records) == 1


class _Broken:
    dimension = 384

    def encode(self, texts: list[str]) -> np.ndarray:
        raise RuntimeError("out of memory")


def test_a_failing_encoder_does_not_fail_the_parse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sentence_vectors, "Encoder", lambda folder, threads: _Broken())
    seen = featurizer(tmp_path)
    assert vector(seen, "你好").shape == (1, 384)
    assert not vector(seen, "你好").any()
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_fingerprint_follows_the_model_file(tmp_path: Path) -> None:
    config = {"folder": str(tmp_path)}
    absent = SentenceVectors.fingerprint_addon(config)
    (tmp_path / "model.onnx").write_bytes(b"1")
    first = SentenceVectors.fingerprint_addon(config)
    (tmp_path / "model.onnx").write_bytes(b"2")
    assert len({absent, first, SentenceVectors.fingerprint_addon(config)}) == 3


def test_folder_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "encoder.json").write_text(json.dumps({"dimension": 1}), "utf-8")
    monkeypatch.setenv("LXZ_EMBEDDING_DIR", str(tmp_path))
    assert SentenceVectors.fingerprint_addon({}) == SentenceVectors.fingerprint_addon(
        {"folder": str(tmp_path)}
    )


@pytest.mark.skipif(
    not MODEL.is_dir(), reason="no encoder in var/embedding/e5-small: not built yet"
)
def test_real_vectors_have_one_length_and_bring_like_sentences_together() -> None:
    seen = featurizer(MODEL)
    data = TrainingData(
        training_examples=[message(t) for t in ("怎么办居住证", "居住证如何办理呢", "讲个笑话")]
    )
    asked, likewise, joke = (
        example.get_dense_features("text")[1].features[0]
        for example in seen.process_training_data(data).training_examples
    )
    assert np.linalg.norm(asked) == pytest.approx(20, rel=1e-3)
    assert asked @ likewise > asked @ joke
