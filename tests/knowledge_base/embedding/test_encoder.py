"""The encoder: unit vectors in the order asked, whatever else is asked with them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.embedding.encoder import Encoder, EncoderMissing
from knowledge_base.settings import Settings
from tests.knowledge_base.embedding.tiny_model import HIDDEN, write_encoder

texts = st.lists(st.text(alphabet="办证去哪里ery龘", max_size=30), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return Encoder(write_encoder(tmp_path_factory.mktemp("encoder")))


@settings(max_examples=30, deadline=None)
@given(texts=texts, data=st.data())
def test_a_vector_depends_on_its_text_alone(
    encoder: Encoder, texts: list[str], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(texts))))
    vectors = encoder.queries(texts)
    assert vectors.shape == (len(texts), HIDDEN)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(encoder.queries([texts[i] for i in order]), vectors[order], atol=1e-5)
    assert np.allclose(encoder.queries(texts[:1])[0], vectors[0], atol=1e-5)


def test_the_bundled_encoder_too_gives_a_vector_that_depends_on_its_text_alone() -> None:
    """Its int8 activations would be scaled by the whole batch."""
    folder = Settings().encoder_dir
    if not (folder / "model.onnx").is_file():
        pytest.skip(f"no embedding model in {folder}: run `luoxiaozheng build`")
    bundled = Encoder(folder)
    many = ["高龄津贴怎么申请", "How do I renew my passport?", "出生证丢了要登报吗"]
    alone = [bundled.queries([text])[0] for text in many]
    assert np.array_equal(bundled.queries(many), np.stack(alone))


def test_queries_and_passages_differ(encoder: Encoder) -> None:
    assert not np.allclose(encoder.queries(["办证"]), encoder.passages(["办证"]), atol=1e-2)


def test_nothing_and_too_much(encoder: Encoder) -> None:
    assert encoder.queries([]).shape == (0, HIDDEN)
    long = encoder.queries(["办" * 1000, "办" * 999])
    assert np.allclose(long[0], long[1], atol=1e-5)


def test_a_missing_encoder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing, match="luoxiaozheng build"):
        Encoder(tmp_path)
