"""The nearest practice question of each matter, and of the vague ones."""

import numpy as np
import pytest

from knowledge_base.practice_neighbours import neighbours_of


def test_each_label_has_its_nearest_wherever_its_rows_stood() -> None:
    points = np.array([[1, 0], [0, 1], [0.6, 0.8], [-1, 0]], dtype=np.float32)
    neighbours = neighbours_of(points, ["ling", "deng-ji", "ling", "deng"])
    likeness = neighbours.likeness(np.array([0, 1], dtype=np.float32))
    assert likeness == pytest.approx({"ling": 0.8, "deng-ji": 1.0, "deng": 0.0})


def test_without_practice_nothing_is_near() -> None:
    none = np.empty((0, 2), dtype=np.float32)
    assert neighbours_of(none, []).likeness(np.ones(2, dtype=np.float32)) == {}
