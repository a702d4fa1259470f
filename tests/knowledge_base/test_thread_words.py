"""Words that go on with the matter at hand, and words that turn to another."""

import pytest

from knowledge_base.thread_words import goes_on, turns


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("那要多久", True),
        ("能网上办吗", True),
        ("老人也可以吗，他82了", True),
        ("how much is it?", True),
        ("居住证多少钱", False),
        ("新生儿入户", False),
        ("passport renewal", False),
        ("edit item", False),
        ("", False),
    ],
)
def test_words_that_go_on(text: str, on: bool) -> None:
    assert goes_on(text) == on


@pytest.mark.parametrize(
    ("text", "away"),
    [
        ("对了，护照怎么办", True),
        ("另外那张卡呢", True),
        ("what about the passport", True),
        ("要带什么", False),
        ("how long does it take", False),
        ("", False),
    ],
)
def test_words_that_turn(text: str, away: bool) -> None:
    assert turns(text) == away
