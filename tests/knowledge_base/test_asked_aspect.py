"""Which aspect is asked of a guide: the features of the choice among all aspects."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from knowledge_base.asked_aspect import ASPECTS, FEATURES, LEAST, aspect_features
from knowledge_base.guide_side import NEVER
from messages import Aspect
from tests.knowledge_base.one_guide import PLACE, labelled_guide, question, side_of

EVEN = np.full(6, 1 / 6)
SAMPLE = labelled_guide()
SAMPLE.facts[PLACE].aspects = ["place", "fee"]
SIDE = side_of(SAMPLE)


def read(text: str, p: np.ndarray = EVEN) -> dict[Aspect, dict[str, float]]:
    """The features of each aspect by name. `p`: of the guide's facts and of "not said"."""
    asked = question(text)
    rows = aspect_features(SIDE, asked, SIDE.nearness(asked), p)
    assert rows.shape == (len(ASPECTS), len(FEATURES))
    assert np.isfinite(rows).all()
    named = [dict(zip(FEATURES, row.tolist(), strict=True)) for row in rows]
    return dict(zip(ASPECTS, named, strict=True))


def test_what_the_words_say() -> None:
    aspects = read("怎么说")
    assert (aspects["fee"]["read"], aspects["process"]["read"]) == (0.7, 0)
    assert aspects["fee"]["log_read"] == pytest.approx(np.log(0.7))
    assert aspects["process"]["log_read"] == pytest.approx(np.log(LEAST))


def test_what_the_guide_has() -> None:
    aspects = read("怎么说", np.array([0.1, 0.1, 0.2, 0.05, 0.4, 0.15]))
    names = ("main", "any", "covered_main", "covered")
    expected = {
        "fee": (0.2, 0.6, 1, 1),
        "place": (0.4, 0.4, 1, 1),
        "overview": (0, 0.1, 0, 1),
        "amount": (0, 0, 0, 0),
    }
    for aspect, values in expected.items():
        found = tuple(aspects[aspect][name] for name in names)
        assert found == pytest.approx(values), aspect


def test_the_aspect_a_known_phrasing_asks_for_stands_out() -> None:
    aspects = read("登记纸鸢多少钱")
    for name in ("asked", "asked_within", "asked_words"):
        assert aspects["fee"][name] == pytest.approx(1, abs=1e-4)
        assert aspects["materials"][name] < 0.999
    assert max(aspects, key=lambda aspect: aspects[aspect]["score"]) == "fee"
    assert (aspects["fee"]["never_asked"], aspects["fee"]["often_asked"]) == (0, 0.25)


def test_an_aspect_that_nobody_asks_for_and_no_fact_has() -> None:
    amount = read("登记纸鸢多少钱")["amount"]
    names = ("asked", "asked_within", "asked_words", "never_asked", "often_asked", "score")
    assert tuple(amount[name] for name in names) == (*NEVER, 0)


@given(hnp.arrays(float, 6, elements=st.floats(0.01, 1)))
def test_every_fact_has_one_main_aspect(p: np.ndarray) -> None:
    p = p / p.sum()
    aspects = read("怎么说", p).values()
    assert sum(aspect["main"] for aspect in aspects) == pytest.approx(1 - p[-1])
    assert all(aspect["any"] >= aspect["main"] for aspect in aspects)
