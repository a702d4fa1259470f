"""Words put together: full stops where there are none, fen as yuan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showing.sentences import sentence, yuan


@pytest.mark.parametrize(
    ("words", "said"),
    [("", ""), ("好", "好。"), ("好。", "好。"), ("好！", "好！"), ("好？", "好？"), ("A", "A。")],
)
def test_a_sentence_ends_once(words: str, said: str) -> None:
    assert sentence(words) == said


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (0, "0元"), (1, "0.01元"), (10, "0.10元"), (100, "1元"), (100050, "1,000.50元"),
        (123456789, "1,234,567.89元"),
    ],
)  # fmt: skip
def test_fen_are_said_in_yuan(fen: int, said: str) -> None:
    assert yuan(fen) == said


@given(st.integers(0, 10**12))
def test_no_fen_is_lost(fen: int) -> None:
    whole, _, rest = yuan(fen).removesuffix("元").replace(",", "").partition(".")
    assert int(whole) * 100 + int(rest or 0) == fen
