"""Two encoders side by side: each part is its own encoder's, whatever the batch."""

from collections.abc import Iterator

import numpy as np
import pytest

from knowledge_base.embedding import pair
from knowledge_base.embedding.pair import USE_DIMENSION, USE_NAME, PairEncoder
from tests.knowledge_base.fake_encoder import FakeEncoder

FIRST = 8


class FakeUSE:
    """In place of the second model: one-hot by the text's length."""

    def __init__(self, threads: int) -> None: ...

    def encode(self, text: str) -> np.ndarray:
        return np.eye(USE_DIMENSION)[len(text)]


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> PairEncoder:
    monkeypatch.setattr(pair, "USE", FakeUSE)
    return PairEncoder(FakeEncoder("first", FIRST))


def test_it_says_what_it_is_made_of(encoder: PairEncoder) -> None:
    assert encoder.name == f"first+{USE_NAME}"
    assert encoder.parts == [FIRST, USE_DIMENSION]
    assert encoder.dimension == FIRST + USE_DIMENSION


@pytest.mark.parametrize("texts", [["办"], ["办证", "去哪里"], []])
def test_each_part_is_its_own_encoders(encoder: PairEncoder, texts: list[str]) -> None:
    alone = FakeEncoder("first", FIRST)
    for both, first in (
        (encoder.queries(texts), alone.queries(texts)),
        (encoder.passages(texts), alone.passages(texts)),
    ):
        assert both.dtype == np.float32
        assert both.shape == (len(texts), encoder.dimension)
        assert np.array_equal(both[:, :FIRST], first)
        assert both[:, FIRST:].argmax(axis=1).tolist() == [len(text) for text in texts]
        assert np.allclose(np.linalg.norm(both[:, FIRST:], axis=1), 1)


@pytest.fixture(scope="module")
def real() -> Iterator[PairEncoder]:
    yield PairEncoder(FakeEncoder("first", FIRST))


def test_the_second_model_knows_what_belongs_together_across_languages(real: PairEncoder) -> None:
    one, same, other = real.queries(["怎么办居住证", "how to get a residence permit", "今晚吃鱼"])[
        :, FIRST:
    ]
    assert one @ same > one @ other + 0.1
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-3)


def test_a_vector_does_not_depend_on_its_neighbours(real: PairEncoder) -> None:
    """In a batch its last bits would."""
    texts = ["怎么办居住证", "how to get a residence permit", "今晚吃鱼"] * 8
    alone = np.concatenate([real.queries([text]) for text in texts])
    assert np.array_equal(real.queries(texts), alone)
