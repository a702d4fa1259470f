"""What going on with a matter sounds like."""

import numpy as np
import pytest

from knowledge_base.staying import Staying, fit_staying

GOES_ON = ["那要多久呢", "那多少钱呢", "那在哪里呢", "那能代办呢"]
TURNS = ["另外问护照", "另外想问婚姻", "另外还有车子", "另外那个学位"]


def test_words_seen_in_conversations_tell_whether_one_stays() -> None:
    points = np.zeros((8, 2), dtype=np.float32)
    found = fit_staying([*GOES_ON, *TURNS], points, [True] * 4 + [False] * 4)
    none = np.zeros(2, dtype=np.float32)
    assert found.log_odds("那收费呢", none) > 0 > found.log_odds("另外问医保", none)
    assert abs(found.log_odds("", none)) < found.log_odds("那收费呢", none) / 3


def test_the_vector_tells_too() -> None:
    points = np.array([[1, 0]] * 4 + [[0, 1]] * 4, dtype=np.float32)
    found = fit_staying(["好"] * 8, points, [True] * 4 + [False] * 4)
    assert found.log_odds("好", points[0]) > 0 > found.log_odds("好", points[-1])


@pytest.mark.parametrize("stays", [[], [True], [False, False]])
def test_who_saw_one_kind_only_says_nothing(stays: list[bool]) -> None:
    texts = ["那要多久"] * len(stays)
    found = fit_staying(texts, np.zeros((len(stays), 2), dtype=np.float32), stays)
    assert found == Staying()
    assert found.log_odds("那要多久", np.zeros(2, dtype=np.float32)) == 0
