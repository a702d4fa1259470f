"""The learned metric takes out what differs between phrasings of one matter."""

import os
import subprocess
import sys

import numpy as np
import pytest

from knowledge_base.metric import fit_metric, unit

SIZE, MATTERS, PHRASINGS = 16, 6, 12


def world(seed: int) -> tuple[np.ndarray, list[str]]:
    """Each matter is a point; each phrasing adds style, four times as strong, along the
    last four axes."""
    random = np.random.default_rng(seed)
    rows = np.repeat(random.normal(size=(MATTERS, SIZE)), PHRASINGS, axis=0)
    rows[:, -4:] += 4 * random.normal(size=(len(rows), 4))
    items = [f"m{i}" for i in range(MATTERS) for _ in range(PHRASINGS)]
    return rows.astype(np.float32), items


def nearest_is_of_the_same(vectors: np.ndarray, items: list[str]) -> float:
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -2)
    nearest = likeness.argmax(axis=1)
    return float(np.mean([items[i] == items[n] for i, n in enumerate(nearest)]))


def test_unit_vectors_and_no_division_by_zero() -> None:
    scaled = unit(np.array([[3.0, 4.0], [0.0, 0.0]], dtype=np.float32))
    assert np.allclose(scaled, np.array([[0.6, 0.8], [0.0, 0.0]]))


def test_phrasings_of_one_matter_come_together_also_of_unseen_matters() -> None:
    asks, items = world(1)
    metric = fit_metric(asks, items, asks[::4], items[::4])
    unseen, names = world(2)
    assert nearest_is_of_the_same(unit(unseen), names) < 0.7
    assert nearest_is_of_the_same(metric.queries(asks), items) > 0.95
    assert nearest_is_of_the_same(metric.queries(unseen), names) > 0.95


def test_queries_and_passages_are_centred_apart() -> None:
    asks, items = world(1)
    metric = fit_metric(asks, items, asks + 5, items)
    assert np.allclose(metric.passages(asks + 5), metric.queries(asks), atol=1e-3)
    assert metric.queries(asks).dtype == np.float32
    assert np.allclose(np.linalg.norm(metric.queries(asks), axis=1), 1, atol=1e-5)


def test_one_matter_with_one_phrasing_is_enough_to_fit() -> None:
    rows = np.eye(4, dtype=np.float32)
    metric = fit_metric(rows[:2], ["a", "a"], rows[2:], ["a", "a"])
    assert np.isfinite(metric.queries(rows)).all()


def test_each_part_has_a_block_of_its_own_fitted_on_it_alone() -> None:
    first, items = world(1)
    second, _ = world(2)
    both = np.concatenate([first, second], axis=1)
    metric = fit_metric(both, items, both[::4], items[::4], [SIZE, SIZE])
    alone = fit_metric(first, items, first[::4], items[::4])
    assert (len(metric.blocks), len(alone.blocks)) == (2, 1)
    assert (metric.dimension, alone.dimension) == (2 * SIZE, SIZE)
    joined = metric.queries(both)
    assert joined.shape == both.shape
    assert np.allclose(joined[:, :SIZE] * np.sqrt(2), alone.queries(first), atol=1e-4)


@pytest.mark.parametrize("parts", [None, [2 * SIZE], [SIZE, SIZE], [4, SIZE, SIZE - 4]])
def test_any_parts_give_unit_vectors_whose_cosine_is_the_mean(parts: list[int] | None) -> None:
    rows, items = world(1)
    both = np.concatenate([rows, rows[:, ::-1]], axis=1)
    metric = fit_metric(both, items, both, items, parts)
    points = metric.queries(both[:3])
    assert points.dtype == np.float32
    assert np.allclose(np.linalg.norm(points, axis=1), 1, atol=1e-5)
    sizes = parts or [2 * SIZE]
    cosines = [
        float(unit(part[0]) @ unit(part[1]))
        for part in np.split(points, np.cumsum(sizes)[:-1], axis=1)
    ]
    assert float(points[0] @ points[1]) == pytest.approx(np.mean(cosines), abs=1e-5)


def test_no_vectors_stay_none() -> None:
    rows, items = world(1)
    metric = fit_metric(rows, items, rows, items, [4, SIZE - 4])
    assert metric.queries(rows[:0]).shape == (0, SIZE)
    assert metric.passages(rows[:0]).shape == (0, SIZE)


FIT_AND_PRINT = """
from tests.knowledge_base.test_metric import world
from knowledge_base.metric import fit_metric
rows, items = world(1)
block = fit_metric(rows, items, rows, items).blocks[0]
print(block.query_mean.tobytes().hex(), block.matrix.tobytes().hex())
"""


def test_two_processes_fit_the_very_same() -> None:
    """Strings hash otherwise in each process: in the order of a set, means differ in their last
    bit, and what is trained on them differs in more."""
    printed = {
        subprocess.run(
            [sys.executable, "-c", FIT_AND_PRINT],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "1234"
    }
    assert len(printed) == 1
