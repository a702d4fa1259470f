"""Questions about places and matters that the guides do not cover."""

import numpy as np
import pytest

from knowledge_base.background import Background
from knowledge_base.corpus import other_names, read_corpus
from knowledge_base.elsewhere import places_in
from knowledge_base.practice_neighbours import neighbours_of
from knowledge_base.staying import Staying
from knowledge_base.vectors import VectorCache
from tests.guide_samples import guide
from tests.knowledge_base.fake_encoder import FakeEncoder


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("广州的居住证怎么签注", {"广州"}),
        ("从北京迁到上海", {"北京", "上海"}),
        ("罗湖区在哪里办", set()),
        ("marriage in beijing", {"beijing"}),
        ("the beijingers", set()),
    ],
)
def test_places(text: str, places: set[str]) -> None:
    assert places_in(text) == places


def test_a_question_is_compared_with_everything_known_beside_the_guides() -> None:
    axes = np.eye(3, dtype=np.float32)
    practice = neighbours_of(axes, ["ling", "deng-ji", "deng-ji"])
    names = ["救助", "临时救助"]
    background = Background(axes[:1], axes[1:2], axes[2:], names, Staying(), practice)
    query = background.query("怎么办临时救助", np.array([0.0, 0.6, 0.8]), "deng-ji")
    assert (query.text, query.current_item) == ("怎么办临时救助", "deng-ji")
    assert query.not_covered == pytest.approx(0)
    assert query.follow_up == pytest.approx(0.6)
    assert query.other_matter == pytest.approx(0.8)
    assert query.other_name == 4
    assert query.practised == pytest.approx({"ling": 0.0, "deng-ji": 0.8})


def test_nothing_known_is_no_likeness() -> None:
    none = np.empty((0, 3), dtype=np.float32)
    background = Background(none, none, none, [], Staying(), neighbours_of(none, []))
    query = background.query("好", np.ones(3), None)
    assert (query.not_covered, query.follow_up, query.other_matter) == (-1, -1, -1)
    assert query.other_name == 0
    assert query.practised == {}


def test_a_matter_that_has_a_guide_is_no_other_matter() -> None:
    before = other_names({})
    assert "临时救助" in before
    after = other_names({"linshi-jiuzhu": guide(id="linshi-jiuzhu")})
    assert "临时救助" not in after
    named = other_names({"kite": guide(id="kite", aliases=["临时救助"])})
    assert set(before) - set(named) == {"临时救助"}


def test_the_corpus_goes_without_what_a_guide_covers_by_now() -> None:
    cache = VectorCache(FakeEncoder())
    bare = read_corpus({}, cache)
    covered = read_corpus({"linshi-jiuzhu": guide(id="linshi-jiuzhu")}, cache)
    assert bare.guides == []
    assert len(covered.other_names) < len(bare.other_names)
    assert len(covered.other_vectors) == len(covered.other_names)
    assert len(bare.follow_up_texts) == len(bare.follow_up_vectors) > 0
    assert len(bare.not_covered_texts) == len(bare.not_covered) > 0


def test_aspect_rows_pair_texts_vectors_and_aspects() -> None:
    cache = VectorCache(FakeEncoder())
    corpus = read_corpus({"deng-ji": guide()}, cache)
    texts, vectors, aspects = corpus.aspect_rows()
    assert len(texts) == len(vectors) == len(aspects)
    at = texts.index("登记纸鸢多少钱")
    assert aspects[at] == "fee"
    assert np.array_equal(vectors[at], cache.queries(["登记纸鸢多少钱"])[0])
