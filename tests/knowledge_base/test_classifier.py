"""The linear classifier of matters: with two, one, and matters it has not seen."""

import numpy as np
import pytest

from knowledge_base.classifier import LEAST, NONE, UNCLASSIFIED, Classifier, fit_classifier

SIZE = 3
NOWHERE = np.zeros(SIZE, dtype=np.float32)


def trained(words: dict[str, str], times: int = 6) -> Classifier:
    """Each matter is asked for with its own word; vectors tell nothing."""
    texts = [f"{word}第{n}回" for word in words.values() for n in range(times)]
    items = [item for item in words for _ in range(times)]
    return fit_classifier(texts, np.zeros((len(texts), SIZE), dtype=np.float32), items)


THREE = {"kite": "纸鸢", "bell": "风铃", NONE: "天气"}


def test_words_tell_three_apart() -> None:
    model = trained(THREE)
    for item, word in THREE.items():
        logs = model.log_probabilities(f"我要{word}", NOWHERE, list(THREE))
        assert list(THREE)[int(logs.argmax())] == item
        assert np.exp(logs).sum() == pytest.approx(1, abs=1e-4)


def test_two_matters_have_opposite_odds() -> None:
    model = trained({"kite": "纸鸢", "bell": "风铃"})
    for word, right in (("纸鸢", 0), ("风铃", 1)):
        logs = model.log_probabilities(word, NOWHERE, ["kite", "bell"])
        assert logs.argmax() == right
        assert np.exp(logs).sum() == pytest.approx(1, abs=1e-4)


def test_one_matter_is_certain() -> None:
    model = trained({"kite": "纸鸢"})
    assert model.log_probabilities("风铃", NOWHERE, ["kite"]).tolist() == [0.0]


def test_vectors_tell_where_words_do_not() -> None:
    points = np.array([[1, 0, 0], [0, 1, 0]] * 6, dtype=np.float32)
    model = fit_classifier(["怎么说"] * 12, points, ["kite", "bell"] * 6)
    for point, right in zip(points[:2], (0, 1), strict=True):
        assert model.log_probabilities("怎么说", point, ["kite", "bell"]).argmax() == right


def test_a_matter_it_has_not_seen_is_unclassified() -> None:
    for words in (THREE, {"kite": "纸鸢"}):
        logs = trained(words).log_probabilities("纸鸢", NOWHERE, ["kite", "new"])
        assert logs[1] == UNCLASSIFIED
        assert logs[0] > LEAST > UNCLASSIFIED


def test_the_class_of_none_is_asked_for_as_any_other() -> None:
    model = trained(THREE)
    assert model.log_probabilities("天气", NOWHERE, [NONE])[0] > np.log(0.5)
    unseen = trained({"kite": "纸鸢", "bell": "风铃"})
    assert unseen.log_probabilities("天气", NOWHERE, [NONE])[0] == UNCLASSIFIED


def test_nothing_is_less_than_the_floor() -> None:
    points = np.array([[100, 0, 0], [-100, 0, 0]] * 6, dtype=np.float32)
    model = fit_classifier(["怎么说"] * 12, points, ["kite", "bell"] * 6)
    logs = model.log_probabilities("怎么说", points[0] * 100, ["kite", "bell"])
    assert logs.tolist() == [pytest.approx(0, abs=1e-3), LEAST]


@pytest.mark.parametrize("text", ["", "龘", "🙂", "a" * 1000])
def test_words_nobody_knows_leave_a_distribution(text: str) -> None:
    logs = trained(THREE).log_probabilities(text, NOWHERE, list(THREE))
    assert np.exp(logs).sum() == pytest.approx(1, abs=1e-4)
